internal import CSndfile
internal import CSoxr

/// The libraries behind reading and resampling.
public enum AudioLibraries {
    /// libsndfile's own words, such as `libsndfile-1.2.0`.
    public static var soundFileVersion: String { String(cString: sf_version_string()) }
    /// libsoxr's own words, such as `libsoxr-0.1.3`.
    public static var resamplerVersion: String { String(cString: soxr_version()) }
}
