import CVectorKernels
import NumericCore
import RealModule

extension FrontEndConfiguration {
    /// Overlapping triangles, equally wide in mel, that gather the spectrum into bands.
    public struct MelFilters: Codable, Sendable, Hashable {
        /// Number of bands M.
        public var count: Int
        /// Where the first triangle begins, in hertz.
        public var lowFrequency: Double
        /// Where the last triangle ends, in hertz; at most half the sample rate.
        public var highFrequency: Double
        /// The scale of pitch.
        public var scale: MelScale
        /// In what measure the triangles' sides are straight.
        public var triangles: MelTriangles
        /// What each triangle is multiplied by.
        public var normalization: MelNormalization

        /// Filters over a range of frequencies.
        public init(
            count: Int, lowFrequency: Double, highFrequency: Double, scale: MelScale,
            triangles: MelTriangles, normalization: MelNormalization
        ) {
            self.count = count
            self.lowFrequency = lowFrequency
            self.highFrequency = highFrequency
            self.scale = scale
            self.triangles = triangles
            self.normalization = normalization
        }
    }

    /// A scale of pitch.
    public enum MelScale: String, Codable, Sendable, CaseIterable {
        /// mel = 1127 ln(1 + f/700), O'Shaughnessy's as HTK and Kaldi write it.
        case htk
        /// mel = 3f/200 below 1 kHz, 15 + 27 ln(f/1000)/ln 6.4 above: Slaney's Auditory Toolbox.
        case slaney

        func mel(ofHertz f: Double) -> Double {
            switch self {
            case .htk: 1127 * .log(1 + f / 700)
            case .slaney: f < 1000 ? 3 * f / 200 : 15 + 27 * .log(f / 1000) / .log(6.4)
            }
        }

        func hertz(ofMel mel: Double) -> Double {
            switch self {
            case .htk: 700 * (.exp(mel / 1127) - 1)
            case .slaney: mel < 15 ? 200 * mel / 3 : 1000 * .exp((mel - 15) * .log(6.4) / 27)
            }
        }
    }

    /// In what measure the triangles' sides are straight.
    public enum MelTriangles: String, Codable, Sendable, CaseIterable {
        /// In mel; the bin at half the sample rate is not used. Kaldi's.
        case linearInMel
        /// In hertz; all n/2 + 1 bins are used. librosa's.
        case linearInHertz
        /// In bins, the corners moved down to ⌊(n + 1) f / sample rate⌋. python_speech_features'.
        case integerBins
    }

    /// What each triangle is multiplied by.
    public enum MelNormalization: String, Codable, Sendable, CaseIterable {
        /// Nothing: peaks are 1.
        case none
        /// 2 / (its width in hertz), so that its area is 1.
        case area
    }
}

/// M filters as weighted runs of neighbouring bins; what lies outside a run has weight zero.
struct MelFilterbank: Sendable {
    private var firstBins: [Int32] = []
    /// Vectors of weights of each run, the last filled up with 0.
    private var vectors: [Int32] = []
    private var weights: [Float] = []

    /// Number of bands M.
    var count: Int { firstBins.count }

    /// The filters of a configuration.
    ///
    /// - Throws: ``FrontEndError/invalidField(_:expected:got:)`` when a filter lies between two
    ///   bins: its band would be empty in every frame.
    init(_ configuration: FrontEndConfiguration) throws(FrontEndError) {
        let filters = configuration.melFilters
        let scale = filters.scale
        let low = scale.mel(ofHertz: filters.lowFrequency)
        let high = scale.mel(ofHertz: filters.highFrequency)
        // M + 2 corners; filter m rises from corner m to m + 1 and falls to m + 2.
        let mels = (0..<filters.count + 2).map { corner in
            low + (high - low) * Double(corner) / Double(filters.count + 1)
        }
        let hertz = mels.map(scale.hertz(ofMel:))
        let n = Double(configuration.transformLength)
        let rate = Double(configuration.sampleRate)
        let usedBins =
            configuration.transformLength / 2 + (filters.triangles == .linearInMel ? 0 : 1)
        let bins = (0..<usedBins).map(Double.init)
        let (corners, positions): ([Double], [Double]) =
            switch filters.triangles {
            case .linearInMel: (mels, bins.map { scale.mel(ofHertz: $0 * rate / n) })
            case .linearInHertz: (hertz, bins.map { $0 * rate / n })
            case .integerBins: (hertz.map { (($0 * (n + 1)) / rate).rounded(.down) }, bins)
            }
        for m in 0..<filters.count {
            let (l, c, r) = (corners[m], corners[m + 1], corners[m + 2])
            let gain =
                filters.normalization == .area ? 2 / (hertz[m + 2] - hertz[m]) : 1
            let column = positions.map { x -> Double in
                guard x > l && x < r else { return 0 }
                return gain * (x <= c ? (x - l) / (c - l) : (r - x) / (r - c))
            }
            guard let first = column.firstIndex(where: { $0 > 0 }),
                let last = column.lastIndex(where: { $0 > 0 })
            else {
                throw .invalidField(
                    "melFilters.count",
                    expected: "small enough for every filter to hold a bin of the "
                        + "\(configuration.transformLength)-point transform",
                    got: "\(filters.count), whose filter \(m) holds none")
            }
            let length = AlignedFloats.padded(last - first + 1)
            firstBins.append(Int32(first))
            vectors.append(Int32(length / vector_lanes))
            weights += column[first...last].map(Float.init)
            weights += [Float](repeating: 0, count: length - (last - first + 1))
        }
    }

    /// Writes the M band energies of a power spectrum, which may be read a vector too far.
    func apply(to power: UnsafePointer<Float>, writing energies: UnsafeMutablePointer<Float>) {
        frame_filter(power, firstBins, vectors, weights, Int32(count), energies)
    }

    /// The filters as a dense M×`bins` table.
    func dense(bins: Int) -> [[Float]] {
        var start = 0
        return firstBins.indices.map { m in
            let length = Int(vectors[m]) * vector_lanes
            let run = weights[start..<start + length]
            start += length
            var row = [Float](repeating: 0, count: Int(firstBins[m]) + length)
            row.replaceSubrange(Int(firstBins[m])..., with: run)
            return (0..<bins).map { $0 < row.count ? row[$0] : 0 }
        }
    }
}
