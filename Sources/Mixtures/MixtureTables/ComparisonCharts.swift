internal import Reports

extension MixtureCharts {
    /// The same rows twice: coloured by k-means' clusters and by the mixture's components; rows on
    /// which they disagree are ringed. Over the plane of the first two columns, or the histogram of
    /// a single one.
    ///
    /// - Throws: `MixtureError` when a column hardly varies in the model.
    public static func svg(
        of comparison: ClusterComparison, _ data: StoredData, title: String
    ) throws -> String {
        // A row on which they disagree is two points, itself and its ring.
        let charts = try MixtureCharts(
            comparison.model, data, mostRows: ChartGrid.mostPoints(charts: 2) / 2)
        let pair =
            charts.names.count > 1 ? try charts.planes(comparison) : try charts.lines(comparison)
        let count = comparison.disagreements.count
        return ChartGrid(
            title,
            subtitle: "adjusted Rand index \(text(ofRandIndex: comparison.agreement)) · they "
                + "disagree on \(count) of \(data.count) rows" + charts.drawn,
            columns: 2, charts: pair, cellSize: Size(width: 430, height: 400)
        ).svg()
    }

    /// The clusters of the rows that are drawn.
    private func clusters(_ comparison: ClusterComparison) -> [Int] {
        indices.map { comparison.clusterLabels[$0] }
    }

    private func planes(_ comparison: ClusterComparison) throws -> [Chart] {
        var clusters = try plane(
            0, 1, labels: clusters(comparison), title: "k-means", isSmall: true,
            hasEllipses: false)
        let components = try plane(0, 1, labels: labels, title: "mixture", isSmall: true)
        clusters.x.range = components.x.range
        clusters.y.range = components.y.range
        let rings = indices.indices.filter {
            comparison.clusterLabels[indices[$0]] != comparison.componentLabels[indices[$0]]
        }.map { Point(rows[$0, 0], rows[$0, 1]) }
        guard !rings.isEmpty else { return [clusters, components] }
        let ring = Layer(
            .points(rings, radius: 4),
            Style(color: Color(red: 0, green: 0, blue: 0), opacity: 0.7, isFilled: false),
            name: "they disagree")
        return [clusters, components].map { chart in
            var chart = chart
            chart.layers.append(ring)
            return chart
        }
    }

    private func lines(_ comparison: ClusterComparison) throws -> [Chart] {
        [
            try histogram(of: 0, labels: clusters(comparison), title: "k-means"),
            try density(of: 0, title: "mixture", isSmall: false),
        ]
    }
}
