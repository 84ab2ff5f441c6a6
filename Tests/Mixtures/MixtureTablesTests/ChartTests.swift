import Foundation
import GaussianMixtures
import MixtureTables
import NumericCore
import Reports
import Testing

@Suite struct ChartTests {
    private func rows(_ count: Int, columns: Int, missing: Int = 0) throws -> StoredData {
        var generator = SeededGenerator(seed: 3)
        let lines = (0..<count).map { n in
            (0..<columns).map { column in
                column == 1 && n < missing
                    ? "" : "\(Double(n % 2) * 20 + generator.normal())"
            }.joined(separator: ",") + "\n"
        }
        let names = (0..<columns).map { "c\($0)" }.joined(separator: ",")
        let file = try TableFile(names + "\n" + lines.joined())
        return try withExtendedLifetime(file) {
            var source = file.source
            source.missingCells = .marginalized
            return try StoredData(source)
        }
    }

    private func model(_ data: StoredData, _ components: Int = 2) throws -> TableMixture {
        var options = FitOptions(componentCount: components)
        options.missingCells = .marginalized
        return try TableMixtureFit(options).run(data).model
    }

    private func comparison(_ text: String) throws -> (StoredData, ClusterComparison) {
        let data = try TableFile.stored(text)
        return (
            data, try ClusterComparison(data, TableMixtureFit(FitOptions(componentCount: 2)))
        )
    }

    @Test func rowsThatAreNotDrawnAreCounted() throws {
        let two = try rows(40, columns: 2, missing: 3)
        let plane = try MixtureCharts(model(two), two).svg(title: "t")
        #expect(plane.contains(" · 3 of 40 rows lack cells and are not drawn"))
        let three = try rows(40, columns: 3, missing: 1)
        let pairs = try MixtureCharts(model(three), three).svg(title: "t")
        #expect(
            pairs.contains(" · 1 of 40 rows lacks a cell and is drawn only where both are there"))
        let whole = try rows(40, columns: 2)
        #expect(!(try MixtureCharts(model(whole), whole).svg(title: "t")).contains("rows"))
    }

    /// One number, not one for the picture and another for its charts.
    @Test(arguments: [2, 5]) func aSampleIsToldOnce(columns: Int) throws {
        let data = try rows(6000, columns: columns)
        let svg = try MixtureCharts(model(data, 1), data).svg(title: "t")
        #expect(svg.contains(" · \(columns == 2 ? 5000 : 800) of 6000 rows drawn"))
        #expect(!svg.contains("points drawn"))
    }

    @Test func aComparisonTellsItsSampleAndItsIndexTruly() throws {
        var generator = SeededGenerator(seed: 4)
        let rows = (0..<6000).map { n in
            "\(Double(n % 2) * 6 + generator.normal()),\(generator.normal())\n"
        }
        let (data, comparison) = try comparison("a,b\n" + rows.joined())
        let svg = try MixtureCharts.svg(of: comparison, data, title: "t")
        #expect(comparison.agreement < 1 && comparison.agreement > 0.98)
        #expect(
            svg.contains("adjusted Rand index \(text(ofRandIndex: comparison.agreement)) ·"))
        #expect(svg.contains("of 6000 rows · 2500 of 6000 rows drawn"))
        #expect(!svg.contains("points drawn"))
    }

    @Test func disagreementsAreHollowRingsOnTop() throws {
        // Two crossing lines, which k-means cuts across.
        let rows = (0..<60).map { n in
            let x = Double(n / 2) - 15
            return "\(x),\(n % 2 == 0 ? x : -x)\n"
        }
        let (data, comparison) = try comparison("a,b\n" + rows.joined())
        #expect(!comparison.disagreements.isEmpty)
        let svg = try MixtureCharts.svg(of: comparison, data, title: "t")
        #expect(svg.contains(">they disagree<"))
        let groups = svg.split(separator: "<g ").map(String.init)
        // In the legend and on each of the charts.
        #expect(groups.count(where: { $0.hasPrefix("fill=\"none\" stroke=\"#000000\"") }) == 3)
        #expect(!groups.contains { $0.hasPrefix("fill=\"#000000\"") })
    }

    @Test func oneColumnIsComparedToo() throws {
        let rows = (0..<40).map { n in "\(Double(n % 2) * 9 + Double(n % 7) / 7)\n" }
        let (data, comparison) = try comparison("a\n" + rows.joined())
        let svg = try MixtureCharts.svg(of: comparison, data, title: "both of a")
        for text in ["both of a", "k-means", "mixture", "component 0", "component 1"] {
            #expect(svg.contains(">\(text)<"), "\(text)")
        }
        // Bars of each cluster's colour, and of all rows.
        for color in ["#0F628F", "#B57D5F", "#767676"] {
            #expect(svg.contains("<g fill=\"\(color)\""), "\(color)")
        }
    }

    @Test func densitiesOfComponentsAreBrokenDifferently() throws {
        let data = try rows(60, columns: 1)
        let svg = try MixtureCharts(model(data, 2), data).svg(title: "t")
        let lines = svg.split(separator: "\n").filter { $0.contains("stroke-linejoin=\"round\"") }
        let dashes = Set(lines.map { $0.split(separator: "stroke-dasharray").count })
        #expect(lines.count == 3)
        #expect(dashes == [1, 2])
    }

    @Test func iterationsAreWholeNumbers() throws {
        let svg = FitCharts.bound([-3, -2.5], converged: true, title: "t").svg()
        #expect(svg.contains(">converged after 2 iterations<"))
        #expect(svg.contains(">1<") && svg.contains(">2<") && !svg.contains(">1.2<"))
    }
}
