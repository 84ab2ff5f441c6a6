internal import CVectorKernels

/// What a speaker's model consists of, in memory and in a mapped file alike.
///
/// Parameters, Float, decide: stream after stream the differences [a' − a, b' − b, g' − g] of every
/// component (``AdaptedMixture``), K×W, and, where variances are adapted, the shifts (μ' − μ) / σ²,
/// K×D.
///
/// The compact form is for a first look at thousands of speakers (``CompactClip``), and about a 22nd
/// of that. It knows the whitened shifts u = (μ' − μ) / σ of the first of the parts of a frame that
/// have a relevance factor of their own: of cepstra and their derivatives the cepstra, in which
/// speakers differ most. Of every stream it has u in half a byte each, and ½|uₖ|² of the components
/// in a byte each, both filled up to whole vectors. Before all of them stand the unit of either
/// (Float) for every stream, filled up to 16 bytes.
public struct ModelLayout: Sendable, Equatable {
    let streamCount: Int
    let componentCount: Int
    let dimension: Int
    /// Whether variances are adapted.
    let variances: Bool
    /// How many values of a frame the compact form knows.
    let compactDimension: Int

    /// The layout of speakers adapted from a background.
    public init(_ background: ScoringBackground) {
        let mixture = background.streams.first?.mixture
        let parts = background.adaptation.relevanceFactors.count
        streamCount = background.streams.count
        componentCount = mixture?.componentCount ?? 0
        dimension = mixture?.dimension ?? 0
        variances = background.adaptsVariances
        compactDimension = dimension / max(1, parts)
    }

    /// Floats of one stream's differences.
    var differenceCount: Int {
        componentCount * AdaptedMixture.width(dimension: dimension, variances: variances)
    }
    /// Floats of one stream.
    var streamParameterCount: Int {
        differenceCount + (variances ? componentCount * dimension : 0)
    }
    /// Floats of a model.
    public var parameterCount: Int { streamCount * streamParameterCount }

    /// Values of one stream in the compact form, filled up to whole vectors.
    var compactValueCount: Int {
        let lanes = 2 * Int(vector_lanes)
        return (componentCount * compactDimension + lanes - 1) / lanes * lanes
    }
    /// Components in the compact form, filled up to whole vectors.
    var compactComponentCount: Int {
        let lanes = Int(vector_lanes)
        return (componentCount + lanes - 1) / lanes * lanes
    }
    /// Bytes of one stream in the compact form.
    private var compactStreamSize: Int { compactValueCount / 2 + compactComponentCount }
    private var compactStart: Int { (8 * streamCount + 15) / 16 * 16 }
    /// Where a stream's shifts begin in the compact form; its squares stand behind them.
    func compactShifts(of stream: Int) -> Int { compactStart + stream * compactStreamSize }
    /// Bytes of a model's compact form.
    public var compactSize: Int { compactShifts(of: streamCount) }
}
