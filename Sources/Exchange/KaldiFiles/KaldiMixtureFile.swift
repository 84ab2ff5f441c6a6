internal import FileStorage
public import GaussianMixtures
internal import NumericCore
internal import RealModule

/// Mixtures of K diagonal Gaussians as Kaldi keeps them (`DiagGmm`, such as `final.dubm`): with
/// precisions ι = 1/σ², the means times them, and of each component what does not depend on the
/// point (Kaldi, `gmm/diag-gmm.h`),
///
///     log wₖ N(x; μₖ, σ²ₖ) = gₖ + Σ_d x_d (μι)ₖ_d − ½ Σ_d x²_d ιₖ_d
///     gₖ = log wₖ − ½ D log 2π + ½ Σ_d log ιₖ_d − ½ Σ_d (μι)²ₖ_d / ιₖ_d
///
/// ```swift
/// let mixture = try KaldiMixtureFile.read("final.dubm")
/// try KaldiMixtureFile.write(mixture, to: "final.txt", format: .text)
/// ```
public enum KaldiMixtureFile {
    /// How far from 1 the sum of the weights may be in a file. They are brought back to 1, which
    /// changes log-likelihoods by no more than that.
    public static let weightTolerance = 1e-4

    /// Reads a file, binary or text. Like Kaldi it computes the constants gₖ anew.
    ///
    /// - Throws: ``KaldiError`` when it is not there or no such mixture.
    public static func read(_ path: String) throws(KaldiError) -> GaussianMixture {
        try read(KaldiInput(path: path))
    }

    /// Reads a file's bytes; `path` only names them in errors.
    ///
    /// - Throws: ``KaldiError/malformed(path:place:expected:got:)``.
    public static func read(bytes: [UInt8], path: String) throws(KaldiError) -> GaussianMixture {
        try read(KaldiInput(bytes: bytes, path: path))
    }

    /// Writes a file, whole or not at all. Numbers are rounded to single precision.
    ///
    /// - Throws: ``KaldiError/notDiagonal(_:)``, ``KaldiError/outOfRange(component:column:)``,
    ///   `AtomicFile.Failure`.
    public static func write(
        _ mixture: GaussianMixture, to path: String, format: KaldiFormat = .binary
    ) throws {
        try AtomicFile.write(encoded(mixture, format: format), to: path)
    }

    /// A file's bytes.
    ///
    /// - Throws: ``KaldiError/notDiagonal(_:)``, ``KaldiError/outOfRange(component:column:)``.
    public static func encoded(
        _ mixture: GaussianMixture, format: KaldiFormat = .binary
    ) throws(KaldiError) -> [UInt8] {
        let type = mixture.covarianceType
        guard type == .diagonal || type == .spherical else { throw .notDiagonal(type) }
        let (count, width) = (mixture.componentCount, mixture.dimension)
        var precisions = Matrix<Float>(rows: count, columns: width, repeating: 0)
        var scaledMeans = precisions
        for k in 0..<count {
            for d in 0..<width {
                let precision = Float(1 / mixture.variances[k, d])
                let mean = Float(mixture.means[k, d] / mixture.variances[k, d])
                guard precision.isNormal, mean.isFinite else {
                    throw .outOfRange(component: k, column: d)
                }
                (precisions[k, d], scaledMeans[k, d]) = (precision, mean)
            }
        }
        let weights = mixture.weights.map { Float($0) }
        var output = KaldiOutput(format)
        output.begin()
        output.token("<DiagGMM>")
        output.line()
        output.token("<GCONSTS>")
        output.vector(constants(weights, scaledMeans, precisions))
        output.token("<WEIGHTS>")
        output.vector(weights)
        output.token("<MEANS_INVVARS>")
        output.matrix(scaledMeans)
        output.token("<INV_VARS>")
        output.matrix(precisions)
        output.token("</DiagGMM>")
        output.line()
        return output.bytes
    }

    /// The constants g of the rounded numbers, which are those that a reader has: K values.
    private static func constants(
        _ weights: [Float], _ scaledMeans: Matrix<Float>, _ precisions: Matrix<Float>
    ) -> [Float] {
        weights.indices.map { k in
            var sum: Double =
                .log(Double(weights[k])) - 0.5 * Double(precisions.columns) * .log(2 * .pi)
            for (mean, precision) in zip(scaledMeans.row(k), precisions.row(k)) {
                let (mean, precision) = (Double(mean), Double(precision))
                sum += 0.5 * .log(precision) - 0.5 * mean * mean / precision
            }
            return Float(sum)
        }
    }

    private static func read(_ input: KaldiInput) throws(KaldiError) -> GaussianMixture {
        let objects = try KaldiObjects(input)
        try begin(objects)
        var place = objects.place
        var constants: [Double]?
        if try objects.token(among: ["<GCONSTS>", "<WEIGHTS>"]) == "<GCONSTS>" {
            constants = try objects.vector("constants")
            place = objects.place
            try objects.token(among: ["<WEIGHTS>"])
        }
        let weights = try objects.vector("weights")
        let sum = weights.reduce(0, +)
        guard !weights.isEmpty, weights.allSatisfy({ $0 >= 0 }), abs(sum - 1) <= weightTolerance
        else {
            throw objects.malformed(
                "weights of at least 0 whose sum is 1",
                weights.isEmpty ? "none" : "\(weights.count) with the sum \(sum)", at: place)
        }
        guard (constants?.count ?? weights.count) == weights.count else {
            throw objects.malformed(
                "\(weights.count) constants", "\(constants?.count ?? 0)", at: place)
        }
        let scaledMeans = try parameters("<MEANS_INVVARS>", weights.count, nil, objects)
        let precisions = try parameters(
            "<INV_VARS>", weights.count, scaledMeans.columns, objects)
        place = objects.place
        try objects.token(among: ["</DiagGMM>", "<DiagGMMEnd>"])
        try objects.end()
        let variances = precisions.elements.map { 1 / $0 }
        guard variances.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw objects.malformed(
                "positive precisions whose inverses are finite", "others", at: place)
        }
        let means = zip(scaledMeans.elements, variances).map { $0 * $1 }
        do {
            return try GaussianMixture(
                weights: weights.map { $0 / sum },
                means: Matrix(
                    rows: weights.count, columns: scaledMeans.columns, elements: means),
                variances: Matrix(
                    rows: weights.count, columns: scaledMeans.columns, elements: variances))
        } catch {
            throw objects.malformed("a Gaussian mixture", "\(error)", at: place)
        }
    }

    private static func begin(_ objects: KaldiObjects) throws(KaldiError) {
        let expected = "<DiagGMM>"
        if !objects.isBinary { try objects.skipBlanks() }
        let place = objects.place
        switch try objects.token(expected) {
        case "<DiagGMM>", "<DiagGMMBegin>": return
        case "<FullGMM>":
            throw objects.malformed(
                expected, "<FullGMM>; fgmm-global-to-gmm makes a diagonal one of it", at: place)
        case let other: throw objects.malformed(expected, "'\(other)'", at: place)
        }
    }

    /// A K×D matrix behind its token; any D of at least 1 where none is known yet.
    private static func parameters(
        _ token: String, _ count: Int, _ width: Int?, _ objects: KaldiObjects
    ) throws(KaldiError) -> Matrix<Double> {
        try objects.token(among: [token])
        let place = objects.place
        let matrix: Matrix<Double> = try objects.matrix(token)
        guard matrix.rows == count, matrix.columns == width ?? matrix.columns else {
            throw objects.malformed(
                "\(count) rows" + (width.map { " of \($0) numbers" } ?? "") + " of \(token)",
                "\(matrix.rows)×\(matrix.columns)", at: place)
        }
        return matrix
    }
}
