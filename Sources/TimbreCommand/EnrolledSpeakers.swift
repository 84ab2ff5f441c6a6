import Timbre

/// Who is looked for, checked before any clip is heard.
enum EnrolledSpeakers {
    /// The names of all who are looked for; says who is not, and whether the evidence can be taken
    /// at its word.
    ///
    /// - Throws: `GalleryError` where there is nobody.
    static func required(
        _ gallery: SpeakerGallery, path: String, _ console: Console
    ) throws -> [String] {
        let speakers = try gallery.speakers()
        console.warn(ofThoseNotLookedFor: speakers)
        let enrolled = speakers.filter(\.isLookedFor)
        guard !enrolled.isEmpty else { throw GalleryError.nobodyEnrolled(path: path) }
        try console.warn(ofCalibration: gallery, enrolled: enrolled.count)
        return enrolled.map(\.name)
    }
}
