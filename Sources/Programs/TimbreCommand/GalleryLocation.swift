import Foundation

/// Where a gallery lies when nobody says otherwise.
enum GalleryLocation {
    /// `$TIMBRE_GALLERY`, else `timbre/gallery.sqlite` in `$XDG_DATA_HOME`, else in
    /// `~/.local/share`.
    static var standard: String { path(in: ProcessInfo.processInfo.environment) }

    static func path(in environment: [String: String]) -> String {
        if let path = environment["TIMBRE_GALLERY"], !path.isEmpty { return path }
        let base: String
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            base = data
        } else {
            // Foundation asks the system who the user is, and passes over $HOME.
            let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            base = (home ?? NSHomeDirectory()) + "/.local/share"
        }
        return base + "/timbre/gallery.sqlite"
    }
}
