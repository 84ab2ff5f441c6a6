public import GaussianMixtures
public import Reports

/// Pictures of how fits went.
public enum FitCharts {
    /// The mean log-likelihood that each iteration of a fit saw, in nats, and whether it settled.
    public static func bound(_ bounds: [Double], converged: Bool, title: String) -> Chart {
        let points = bounds.enumerated().map { Point(Double($0 + 1), $1) }
        let iterations = "\(bounds.count) iteration\(bounds.count == 1 ? "" : "s")"
        return Chart(
            title,
            subtitle: converged
                ? "converged after \(iterations)" : "not yet converged after \(iterations)",
            x: Axis("iteration", isWhole: true), y: Axis("log-likelihood per row, nats"),
            layers: [
                Layer(.line(points)),
                Layer(.points(bounds.count <= 60 ? points : [], radius: 2.5)),
            ])
    }

    /// What every candidate of a search is worth, by number of components, a line for each type;
    /// the recommended one has a ring, and hollow signs are those that the variance floor holds.
    public static func search(
        _ outcome: TableMixtureSearch.Outcome, by criterion: MixtureSearch.Criterion,
        title: String
    ) -> Chart {
        func point(_ candidate: TableMixtureSearch.Candidate) -> Point? {
            // Of held-out rows the higher is the better.
            candidate.cost(criterion).map { cost in
                Point(
                    Double(candidate.componentCount), criterion == .crossValidation ? -cost : cost)
            }
        }
        let (label, better) =
            switch criterion {
            case .aic: ("AIC", "lower is better")
            case .bic: ("BIC", "lower is better")
            case .icl: ("ICL", "lower is better")
            case .crossValidation: ("log-density per held-out row, nats", "higher is better")
            }
        var layers: [Layer] = []
        var hasFloored = false
        for (index, type) in CovarianceType.allCases.enumerated() {
            let candidates = outcome.candidates.filter { $0.covarianceType == type }
            let points = candidates.compactMap(point)
            guard !points.isEmpty else { continue }
            var style = Style(classIndex: index)
            style.shape = PointShape.allCases[index % PointShape.allCases.count]
            layers.append(Layer(.line(points, width: 1.8), style, name: type.rawValue))
            let floored = candidates.filter(\.isFloored).compactMap(point)
            layers.append(
                Layer(
                    .points(candidates.filter { !$0.isFloored }.compactMap(point), radius: 3.5),
                    style))
            style.isFilled = false
            if !floored.isEmpty {
                layers.append(
                    Layer(
                        .points(floored, radius: 4.5), style,
                        name: hasFloored ? nil : "hollow: held by the floor"))
                hasFloored = true
            }
        }
        var subtitle = better
        if let best = outcome.recommended, let place = point(best) {
            subtitle +=
                " · recommended: \(best.componentCount) \(best.covarianceType.rawValue) "
                + "component\(best.componentCount == 1 ? "" : "s")"
            layers.insert(
                Layer(
                    .points([place], radius: 8),
                    Style(color: Color(red: 0, green: 0, blue: 0), isFilled: false),
                    name: "recommended"), at: 0)
        }
        let counts = Set(outcome.candidates.map(\.componentCount)).sorted()
        return Chart(
            title, subtitle: subtitle,
            x: Axis("components", ticks: counts.map { Tick(Double($0), label: "\($0)") }),
            y: Axis(label), layers: layers)
    }
}
