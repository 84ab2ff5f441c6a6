/// How Kaldi's files are written.
public enum KaldiFormat: Sendable {
    /// Numbers as their bytes, little-endian, single precision.
    case binary
    /// Numbers as decimals that read back to the same single precision.
    case text
}
