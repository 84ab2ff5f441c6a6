import Timbre

/// Who is looked for, checked before any clip is heard.
enum EnrolledSpeakers {
    /// Says who is not looked for, and whether the evidence can be taken at its word.
    ///
    /// - Throws: `GalleryError` where there is nobody to look for.
    static func require(_ gallery: SpeakerGallery, path: String, _ console: Console) throws {
        console.warn(ofThoseNotLookedFor: try gallery.speakersNotLookedFor())
        let enrolled = try gallery.countOfThoseLookedFor()
        guard enrolled > 0 else { throw GalleryError.nobodyEnrolled(path: path) }
        try console.warn(ofCalibration: gallery, enrolled: enrolled)
    }
}
