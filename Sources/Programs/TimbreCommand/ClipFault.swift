import Timbre

/// The word by which a script knows why a clip could not be used.
func clipFault(_ error: any Error) -> String {
    if let error = error as? UnfitClip { return error.quality.rawValue }
    if case GalleryError.duplicateRecording = error { return "duplicate" }
    guard let error = error as? AudioInputError else { return "not_audio" }
    if case .decoderFailed = error { return "decoder_failed" }
    if case .noSuchPart = error { return "too_short" }
    if case .sampleRateTooLow = error { return "sample_rate" }
    return switch error.kind {
    case .missingInput: "no_input"
    case .io: "io_error"
    case .badData, .usage: "not_audio"
    }
}
