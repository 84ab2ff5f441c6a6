public import GaussianMixtures

/// Fits mixtures of several sizes and types to a table and recommends one.
public struct TableMixtureSearch: Sendable {
    /// Which mixtures are tried and by what one is chosen.
    public var search: MixtureSearch
    /// What is done to the rows first.
    public var plan: TransformPlan

    /// A search.
    public init(_ search: MixtureSearch, plan: TransformPlan = TransformPlan()) {
        self.search = search
        self.plan = plan
    }

    /// One mixture that was tried.
    public struct Candidate: Sendable {
        /// Number of components.
        public let componentCount: Int
        /// Type of covariances.
        public let covarianceType: CovarianceType
        /// The model, or why there is none.
        public let model: Result<TableMixture, any Error>
        /// Mean log-density of rows held out and its standard error, in nats, in the data's units
        /// where the model's densities are; nil when it was not asked for.
        public let heldOut: (mean: Double, standardError: Double)?

        /// How the fit went; nil when there is none.
        public var summary: TableMixture.Summary? { (try? model.get())?.summary }

        /// What the model is worth; nil when it could not be fitted.
        public var figures: FitFigures? { summary?.figures }

        /// Whether components are held by the variance floor, so that the fit's likelihood tells
        /// of the floor rather than of the rows.
        public var isFloored: Bool { (summary?.flooredComponents ?? 0) > 0 }

        /// The lower, the better; nil where the fit gives no such figure.
        func cost(_ criterion: MixtureSearch.Criterion) -> Double? {
            let cost =
                switch criterion {
                case .aic: figures?.aic
                case .bic: figures?.bic
                case .icl: figures?.icl
                case .crossValidation: heldOut.map { -$0.mean }
                }
            return cost?.isFinite == true ? cost : nil
        }
    }

    /// Every candidate and the best.
    public struct Outcome: Sendable {
        /// By type in the order asked for, then by number of components.
        public let candidates: [Candidate]
        /// Index of the best of those that the variance floor does not hold, or of all where it
        /// holds every one; nil when none could be fitted.
        public let recommendedIndex: Int?
        /// Index of one that the criterion likes better, but that the variance floor holds; nil
        /// when there is none.
        public let passedOverIndex: Int?

        /// The best; nil when none could be fitted.
        public var recommended: Candidate? { recommendedIndex.map { candidates[$0] } }
        /// What the criterion likes better but the variance floor holds, if there is such a one.
        public var passedOver: Candidate? { passedOverIndex.map { candidates[$0] } }

        init(_ candidates: [Candidate], by criterion: MixtureSearch.Criterion) {
            func best(_ indices: [Int]) -> Int? {
                indices.compactMap { index in candidates[index].cost(criterion).map { ($0, index) }
                }
                .min { $0 < $1 }?.1
            }
            let all = Array(candidates.indices)
            let first = best(all)
            let unfloored = best(all.filter { !candidates[$0].isFloored })
            self.candidates = candidates
            recommendedIndex = unfloored ?? first
            passedOverIndex = first == recommendedIndex ? nil : first
        }
    }

    /// Fits every candidate; the same bits for any number of threads.
    ///
    /// - Parameters:
    ///   - data: the rows.
    ///   - onCandidate: called after each with how many are done and how many there are.
    /// - Returns: the table and the best.
    /// - Throws: `MixtureError`, `TableError`, ``WorkbenchError``, and what `onCandidate` throws.
    public func run(
        _ data: StoredData, onCandidate: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Outcome {
        let folds = search.foldCount ?? (search.criterion == .crossValidation ? 5 : 0)
        if folds > data.count {
            throw WorkbenchError.tooManyFolds(file: data.name, rows: data.count, folds: folds)
        }
        let prepared = try PreparedRows(data, by: try plan.fit(data))
        let total = search.covarianceTypes.count * search.componentCounts.count
        var done = 0
        let outcome = try search.run(
            prepared.rows, weights: prepared.weights
        ) { _ in
            done += 1
            try onCandidate(done, total)
        }
        let candidates = try outcome.candidates.map { candidate -> Candidate in
            let model: Result<TableMixture, any Error> =
                switch candidate.outcome {
                case .success(let fit):
                    .success(
                        try prepared.model(fit.state, fit.criteria, data, search.options))
                case .failure(let error): .failure(data.fault(error))
                }
            return Candidate(
                componentCount: candidate.componentCount,
                covarianceType: candidate.covarianceType, model: model,
                heldOut: candidate.fit?.crossValidation.map {
                    ($0.mean + prepared.meanLogVolume, $0.standardError)
                })
        }
        return Outcome(candidates, by: search.criterion)
    }
}
