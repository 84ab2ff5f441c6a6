public import GaussianMixtures
internal import FileStorage
internal import NumericCore
internal import RealModule

/// What is to be done to rows before a mixture sees them.
public struct TransformPlan: Equatable, Sendable {
    /// Whether each column is brought to mean 0 and standard deviation 1.
    public var standardizes: Bool
    /// Which principal components are kept; nil for the columns themselves.
    public var components: ComponentChoice?

    /// A plan; by default rows stay as they are.
    public init(standardizes: Bool = false, components: ComponentChoice? = nil) {
        self.standardizes = standardizes
        self.components = components
    }

    /// Refuses missing cells where principal components are wanted, which need every one.
    ///
    /// - Throws: ``WorkbenchError/projectionNeedsEveryCell``.
    public func check(_ missingCells: MissingCells) throws(WorkbenchError) {
        guard components == nil || missingCells == .refused else {
            throw .projectionNeedsEveryCell
        }
    }

    /// The transform that rows ask for. Standardization passes over them block by block;
    /// principal components need them in memory.
    ///
    /// - Throws: ``WorkbenchError``; `TableError`; `TemporaryFile.Failure` when rows cannot be
    ///   read.
    public func fit(_ data: StoredData) throws -> DataTransform {
        if case .count(let count) = components, count > data.rows.dimension {
            throw WorkbenchError.tooManyComponents(
                file: data.name, columns: data.rows.dimension, asked: count)
        }
        return try data.naming { try fit(data.rows) }
    }

    private func fit(_ rows: RowStore<Double>) throws -> DataTransform {
        var standardization: Standardization?
        if standardizes {
            var moments = RunningMoments(columns: rows.dimension)
            try rows.forEachBlock(of: 4096) { try moments.add($0) }
            standardization = try Standardization(moments)
        }
        guard let components else { return try DataTransform(standardization: standardization) }
        let whole = try rows.frames(in: 0..<rows.count)
        return try DataTransform(
            standardization: standardization,
            principalComponents: PrincipalComponents(
                fitting: try standardization?.forward(whole) ?? whole, keeping: components))
    }
}

extension DataTransform {
    /// Whether rows stay as they are.
    var isIdentity: Bool { standardization == nil && principalComponents == nil }

    /// Number of columns of the data; nil when the transform takes any.
    var inputDimension: Int? {
        standardization?.means.count ?? principalComponents?.means.count
    }

    /// Number of columns that come out; nil when as many as go in, whatever that is.
    var outputDimension: Int? { principalComponents?.variances.count ?? inputDimension }

    /// Whether directions were left out, so that rows have no density in the data's units.
    var dropsDirections: Bool { logVolumeRatio == nil }

    /// log |∂z/∂x| of each row over the cells that it has, 0 where the transform leaves directions
    /// out; added to log p(z) it gives log p(x).
    func logVolumeRatios(_ rows: Matrix<Double>) -> [Double] {
        guard let whole = logVolumeRatio else { return [Double](repeating: 0, count: rows.rows) }
        guard let scales = standardization?.scales else {
            return [Double](repeating: whole, count: rows.rows)
        }
        let logScales = scales.map { Double.log($0) }
        return (0..<rows.rows).map { n in
            let row = rows.row(n)
            guard row.contains(where: \.isNaN) else { return whole }
            return zip(row, logScales).reduce(0) { $1.0.isNaN ? $0 : $0 - $1.1 }
        }
    }

    /// The rows as the mixture sees them.
    func forward(storing rows: RowStore<Double>) throws -> RowStore<Double> {
        if isIdentity { return rows }
        var writer = RowStoreWriter<Double>(dimension: outputDimension ?? rows.dimension)
        try rows.forEachBlock(of: 4096) { try writer.append(try forward($0).elements) }
        return try writer.finish()
    }
}
