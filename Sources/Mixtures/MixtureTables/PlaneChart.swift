internal import GaussianMixtures
internal import RealModule
internal import Reports

extension MixtureCharts {
    /// Rows over two columns, a sign and a colour for each label, and the components' ellipses.
    func plane(
        _ x: Int, _ y: Int, labels: [Int], title: String = "", subtitle: String = "",
        isSmall: Bool, hasEllipses: Bool = true
    ) throws -> Chart {
        let plane = try model.marginal(columns: [x, y])
        var layers: [Layer] = []
        for k in model.mixture.weights.indices {
            let points = labels.indices.filter { labels[$0] == k }
                .map { Point(rows[$0, x], rows[$0, y]) }
            layers.append(
                Layer(
                    .points(points, radius: isSmall ? 2 : 2.4),
                    Style(classIndex: k, opacity: 0.7), name: name(of: k)))
        }
        var (xs, ys) = ([Double](), [Double]())
        for n in 0..<rows.rows where rows[n, x].isFinite && rows[n, y].isFinite {
            xs.append(rows[n, x])
            ys.append(rows[n, y])
        }
        for k in model.mixture.weights.indices {
            for share in Self.ellipseShares {
                let ellipse = try plane.confidenceEllipse(
                    component: k, columns: (0, 1), share: share)
                let (c, s) = (Double.cos(ellipse.angle), Double.sin(ellipse.angle))
                let width = Double.hypot(ellipse.major * c, ellipse.minor * s)
                let height = Double.hypot(ellipse.major * s, ellipse.minor * c)
                xs += [ellipse.x - width, ellipse.x + width]
                ys += [ellipse.y - height, ellipse.y + height]
                guard hasEllipses else { continue }
                var style = Style(classIndex: k, opacity: share > 0.9 ? 0.7 : 1)
                style.dash = .solid
                layers.append(
                    Layer(
                        .ellipse(
                            Ellipse(
                                center: Point(ellipse.x, ellipse.y),
                                firstSemiAxis: ellipse.major, secondSemiAxis: ellipse.minor,
                                angle: ellipse.angle)), style))
            }
        }
        return Chart(
            title, subtitle: subtitle, x: Axis(names[x], range: Self.range(xs)),
            y: Axis(names[y], range: Self.range(ys)), layers: layers,
            size: Size(width: 720, height: 560))
    }
}
