internal import FileStorage
internal import GRDB

/// Copies of the whole gallery.
extension SpeakerGallery {
    /// Writes a copy of the gallery as it is at one moment, whole or not at all; only its owner can
    /// read it. It is a gallery like this one, and forgets nothing that this one forgets later.
    ///
    /// - Parameter copy: where it will lie; nothing may stand there yet.
    /// - Throws: ``GalleryError/cannotCreate(path:reason:)``, also for a place that is taken, or that
    ///   the gallery cannot be read.
    public func backUp(to copy: String) throws {
        do {
            let file = try TemporaryFile(beside: copy)
            guard let temporaryPath = file.path else { return }
            try Self.translatingErrors(path) {
                try database.writeWithoutTransaction { database in
                    try database.execute(sql: "VACUUM INTO ?", arguments: [temporaryPath])
                }
            }
            guard try file.takeFreePlace(of: copy) else {
                throw GalleryError.cannotCreate(
                    path: copy, reason: "something stands there already")
            }
        } catch let error as TemporaryFile.Failure {
            throw GalleryError.cannotCreate(path: copy, reason: error.reason)
        }
    }
}
