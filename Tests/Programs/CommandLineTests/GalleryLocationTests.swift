import Foundation
import Testing

@testable import TimbreCommand

@Suite struct GalleryLocationTests {
    static let home = NSHomeDirectory() + "/.local/share/timbre/gallery.sqlite"
    static let environments: [(environment: [String: String], path: String)] = [
        ([:], home),
        (["TIMBRE_GALLERY": "/g.sqlite"], "/g.sqlite"),
        (["TIMBRE_GALLERY": "here.sqlite", "XDG_DATA_HOME": "/data"], "here.sqlite"),
        (["XDG_DATA_HOME": "/data"], "/data/timbre/gallery.sqlite"),
        (["TIMBRE_GALLERY": "", "XDG_DATA_HOME": "/data"], "/data/timbre/gallery.sqlite"),
        // The XDG specification has relative paths ignored.
        (["XDG_DATA_HOME": "data"], home),
        (["XDG_DATA_HOME": ""], home),
    ]

    @Test(arguments: environments)
    func precedence(environment: [String: String], path: String) {
        #expect(GalleryLocation.path(in: environment) == path)
    }
}
