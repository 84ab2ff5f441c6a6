internal import CFFTW

/// The library behind the Fourier transform.
public enum FourierLibrary {
    /// FFTW's own words for its version and the vector instructions it was built for.
    public static var version: String { String(cString: timbre_fftwf_version()) }
}
