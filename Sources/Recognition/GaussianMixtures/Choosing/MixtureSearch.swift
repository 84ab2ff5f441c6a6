public import NumericCore

/// Fits mixtures of several sizes and covariance types and recommends one.
///
/// ```swift
/// let search = MixtureSearch(componentCounts: 1...6)
/// let result = try search.run(data)
/// result.recommended?.mixture
/// ```
public struct MixtureSearch: Sendable {
    /// By what a mixture is recommended.
    public enum Criterion: String, Codable, Sendable, CaseIterable {
        /// The lowest AIC.
        case aic
        /// The lowest BIC.
        case bic
        /// The lowest ICL.
        case icl
        /// The highest log-density of rows held out.
        case crossValidation = "cross-validation"
    }

    /// Numbers of components to try.
    public var componentCounts: [Int]
    /// Covariance types to try.
    public var covarianceTypes: [CovarianceType]
    /// By what to choose.
    public var criterion: Criterion
    /// Number of folds for held-out rows; nil leaves them out unless the criterion needs them.
    public var foldCount: Int?
    /// How each mixture is fitted; number and type of its components are replaced.
    public var options: FitOptions

    /// A search over numbers and types.
    public init(
        componentCounts: some Sequence<Int>,
        covarianceTypes: [CovarianceType] = CovarianceType.allCases,
        criterion: Criterion = .bic, foldCount: Int? = nil,
        options: FitOptions = FitOptions(componentCount: 1)
    ) {
        self.componentCounts = Array(componentCounts)
        self.covarianceTypes = covarianceTypes
        self.criterion = criterion
        self.foldCount = foldCount
        self.options = options
    }

    /// One mixture that was tried.
    public struct Candidate: Sendable {
        /// Number of components.
        public let componentCount: Int
        /// Type of covariances.
        public let covarianceType: CovarianceType
        /// The fit, or why there is none.
        public let outcome: Result<Fit, MixtureError>

        /// The fitted mixture; nil when it could not be fitted.
        public var fit: Fit? { try? outcome.get() }
        /// The fitted mixture's parameters; nil when it could not be fitted.
        public var mixture: GaussianMixture? { fit?.state.mixture }
    }

    /// A candidate's fit and what it is worth.
    public struct Fit: Sendable {
        /// The fit.
        public let state: FitState
        /// Its criteria.
        public let criteria: InformationCriteria
        /// Its score on rows held out; nil when it was not asked for.
        public let crossValidation: CrossValidation?

        /// The lower, the better.
        func cost(_ criterion: Criterion) -> Double {
            switch criterion {
            case .aic: criteria.aic
            case .bic: criteria.bic
            case .icl: criteria.icl
            case .crossValidation: crossValidation.map { -$0.mean } ?? .infinity
            }
        }
    }

    /// Every candidate and the best.
    public struct Outcome: Sendable {
        /// The table: by type in the order asked for, then by number of components.
        public let candidates: [Candidate]
        /// Index of the best candidate; nil when none could be fitted.
        public let recommendedIndex: Int?

        /// The best candidate; nil when none could be fitted.
        public var recommended: Candidate? { recommendedIndex.map { candidates[$0] } }
    }

    /// Fits every candidate; the same bits for any number of threads.
    ///
    /// - Parameters:
    ///   - rows: N×D.
    ///   - weights: what each row counts; nil for 1 each.
    ///   - onCandidate: called with each in the order of the table.
    /// - Returns: the table and the best.
    /// - Throws: ``MixtureError/invalidOptions(_:)`` without candidates and for folds that do not
    ///   exist, `TemporaryFile.Failure` when rows cannot be read, and what `onCandidate` throws. A candidate that cannot be fitted says why in the table.
    public func run(
        _ rows: some FrameSource, weights: [Double]? = nil,
        onCandidate: (Candidate) throws -> Void = { _ in }
    ) throws -> Outcome {
        let choices = covarianceTypes.flatMap { type in
            componentCounts.map { (type: type, count: $0) }
        }
        guard !choices.isEmpty else {
            throw MixtureError.invalidOptions("a search needs a number of components and a type")
        }
        if let foldCount {
            try CrossValidation.check(foldCount: foldCount, rowCount: rows.count)
        }
        var candidates: [Candidate] = []
        try orderedMap(count: choices.count) { index in
            let (type, count) = choices[index]
            return Candidate(
                componentCount: count, covarianceType: type,
                outcome: try outcome(rows, weights, type, count))
        } consume: { _, candidate in
            candidates.append(candidate)
            try onCandidate(candidate)
        }
        let costs = candidates.map { $0.fit?.cost(criterion) ?? .infinity }
        let best = costs.indices.min { (costs[$0], $0) < (costs[$1], $1) }
        return Outcome(
            candidates: candidates,
            recommendedIndex: best.flatMap { costs[$0].isFinite ? $0 : nil })
    }

    private func outcome(
        _ rows: some FrameSource, _ weights: [Double]?, _ type: CovarianceType, _ count: Int
    ) throws -> Result<Fit, MixtureError> {
        var options = options
        options.covarianceType = type
        options.componentCount = count
        do {
            let state = try MixtureFit(options).run(rows, weights: weights)
            let folds = foldCount ?? (criterion == .crossValidation ? 5 : nil)
            return .success(
                Fit(
                    state: state,
                    criteria: try InformationCriteria(state.mixture, of: rows, weights: weights),
                    crossValidation: try folds.map {
                        try CrossValidation(
                            options, of: rows, weights: weights, foldCount: $0)
                    }))
        } catch let error as MixtureError {
            return .failure(error)
        }
    }
}
