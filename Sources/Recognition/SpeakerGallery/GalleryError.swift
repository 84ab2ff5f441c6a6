/// What can go wrong with a gallery.
public enum GalleryError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no gallery at a path.
    case noGallery(path: String)
    /// The file is not a gallery, or a damaged one.
    case notAGallery(path: String, reason: String)
    /// It was written by a newer program.
    case tooNew(path: String)
    /// It cannot be made there.
    case cannotCreate(path: String, reason: String)
    /// It is there and cannot be opened.
    case cannotOpen(path: String, reason: String)
    /// It can be read and not be changed.
    case readOnly(path: String)
    /// Another program is writing to it.
    case locked(path: String)
    /// There is no room for what was to be written.
    case full(path: String)
    /// Another program has bound it to another background model since it was opened.
    case backgroundChanged(path: String)
    /// Reading or writing failed.
    case database(path: String, reason: String)
    /// Nobody of that name is enrolled.
    case noSpeaker(name: String)
    /// Nobody with a recording is enrolled.
    case nobodyEnrolled(path: String)
    /// All recordings of a speaker were removed.
    case noRecordings(speaker: String)
    /// The speaker's consent was withdrawn, or the time for which it was enrolled is over.
    case notLookedFor(speaker: String, standing: SpeakerStanding)
    /// The speaker has no such recording, or several that the word fits.
    case noRecording(speaker: String, recording: String, matches: Int)
    /// A name that is taken, where a new one is wanted.
    case speakerExists(name: String)
    /// A name that is empty, too long, or holds control characters.
    case invalidName(String)
    /// The same audio is already among the speaker's recordings.
    case duplicateRecording(speaker: String, recording: String)
    /// A tag that is empty, too long, or holds control characters or commas.
    case invalidTag(String)
    /// Recordings that have no statistics under the background model that is changed to.
    case incompleteChange(path: String, missing: Int)
    /// An exported file of another background model, or damaged.
    case cannotImport(path: String, reason: String)

    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .noGallery(let path):
            "\(path): no gallery here yet; enrol a first speaker with: timbre enroll NAME CLIPS"
        case .notAGallery(let path, let reason):
            "\(path): not a gallery: \(reason)"
        case .tooNew(let path):
            "\(path): this gallery was written by a newer version of the program; update it"
        case .cannotCreate(let path, let reason):
            "\(path): cannot make a gallery here: \(reason)"
        case .cannotOpen(let path, let reason):
            "\(path): this gallery cannot be opened: \(reason); "
                + "check the path and who may read it"
        case .readOnly(let path):
            "\(path): this gallery cannot be changed; make the file and its folder writable"
        case .locked(let path):
            "\(path): another program is writing to this gallery; try again in a moment"
        case .full(let path):
            "\(path): the disk is full, and this change was not made; free some space and try again"
        case .backgroundChanged(let path):
            "\(path): another program has bound this gallery to another background model; "
                + "try again"
        case .database(let path, let reason):
            "\(path): the gallery cannot be read or written: \(reason)"
        case .noSpeaker(let name):
            "no speaker named \(name) in the gallery; timbre speakers list shows who there is"
        case .nobodyEnrolled(let path):
            "\(path): nobody with a recording is enrolled in this gallery; "
                + "enrol a first speaker with: timbre enroll NAME CLIPS"
        case .noRecordings(let speaker):
            "\(speaker) has no recordings; add some with: timbre enroll \(speaker) CLIPS"
        case .notLookedFor(let speaker, let standing):
            "\(speaker) is not looked for: \(standing.explanation); "
                + "to change that, use: timbre speakers edit"
        case .noRecording(let speaker, let recording, let matches):
            matches == 0
                ? "\(speaker) has no recording \(recording); timbre speakers show \(speaker) lists them"
                : "\(recording) fits \(matches) recordings of \(speaker); give more of its digest"
        case .speakerExists(let name):
            "there is a speaker named \(name) already; to join two, use: timbre speakers merge"
        case .invalidName(let name):
            "\"\(name)\" cannot be a speaker's name: 1 to 200 characters, no control characters"
        case .invalidTag(let tag):
            "\"\(tag)\" cannot be a tag: 1 to 100 characters, no commas and control characters"
        case .incompleteChange(let path, let missing):
            "\(path): recordings without statistics under the other background model: \(missing); "
                + "nothing was changed"
        case .duplicateRecording(let speaker, let recording):
            "\(recording): the same audio is already enrolled for \(speaker); nothing was added"
        case .cannotImport(let path, let reason):
            "\(path): cannot import: \(reason)"
        }
    }
}

extension GalleryError {
    /// Whether other recordings may still be stored after it.
    package var isAboutOneRecording: Bool {
        switch self {
        case .duplicateRecording, .invalidName: true
        default: false
        }
    }
}
