import GaussianMixtures
import NumericCore
import Testing

@Suite struct KMeansTests {
    private func column(_ values: [Double]) -> Matrix<Double> {
        Matrix(rows: values.count, columns: 1, elements: values)
    }

    @Test func fourPointsOnALine() throws {
        let clustering = try KMeans(clusterCount: 2).fit(column([0, 10, 1, 11]))
        #expect(clustering.centres.elements.sorted() == [0.5, 10.5])
        #expect(clustering.inertia == 1)
        #expect(clustering.labels[0] == clustering.labels[2])
        #expect(clustering.labels[0] != clustering.labels[1])
        #expect(clustering.hasConverged)
    }

    /// The least inertia among all partitions of nine points into three.
    @Test func findsTheBestPartition() throws {
        var generator = SeededGenerator(seed: 4)
        let points = Matrix(
            rows: 9, columns: 2, elements: (0..<18).map { _ in generator.normal() })
        var least = Double.infinity
        for code in 0..<19683 {
            var (digits, labels) = (code, [Int]())
            for _ in 0..<9 {
                labels.append(digits % 3)
                digits /= 3
            }
            if Set(labels).count == 3 { least = min(least, inertia(points, labels)) }
        }
        var kMeans = KMeans(clusterCount: 3)
        // Nine points drawn at random have many local minima.
        kMeans.startCount = 60
        let clustering = try kMeans.fit(points)
        // Sums of eighteen squares, each rounded to 10⁻¹⁶.
        #expect(abs(clustering.inertia / least - 1) < 1e-12)
        #expect(abs(inertia(points, clustering.labels) / least - 1) < 1e-12)
    }

    private func inertia(_ points: Matrix<Double>, _ labels: [Int]) -> Double {
        var sum = 0.0
        for k in Set(labels) {
            let rows = labels.indices.filter { labels[$0] == k }
            for d in 0..<points.columns {
                let mean = rows.reduce(0) { $0 + points[$1, d] } / Double(rows.count)
                for n in rows { sum += (points[n, d] - mean) * (points[n, d] - mean) }
            }
        }
        return sum
    }

    @Test func inertiaNeverRises() throws {
        var kMeans = KMeans(clusterCount: 8)
        kMeans.startCount = 1
        kMeans.tolerance = 0
        for seed in 1...5 {
            kMeans.seed = UInt64(seed)
            let clustering = try kMeans.fit(Fixture.matrix("X").rows(in: 0..<400))
            let values = clustering.history + [clustering.inertia]
            for (before, after) in zip(values, values.dropFirst()) {
                // Sums of 2,000 squares, each rounded to 10⁻¹⁶.
                #expect(after <= before * (1 + 1e-12))
            }
            #expect(clustering.hasConverged)
        }
    }

    @Test func moreStartsAreNoWorseAndThreadsChangeNothing() throws {
        var kMeans = KMeans(clusterCount: 8)
        kMeans.startCount = 1
        let data = try Fixture.matrix("X").rows(in: 0..<400)
        let single = try kMeans.fit(data)
        kMeans.startCount = 6
        let several = try kMeans.fit(data)
        #expect(several.inertia <= single.inertia)
        #expect(try Threads.with(3) { try kMeans.fit(data) } == several)
    }

    @Test func aWeightCountsLikeSoManyRows() throws {
        let weighted = try KMeans(clusterCount: 2).fit(
            column([0, 1, 10, 11]), weights: [1, 3, 2, 2])
        #expect(weighted.centres.elements.sorted() == [0.75, 10.5])
        // 3 · 0.25² + 0.75² + 4 · 0.5², rounded some times at most.
        #expect(abs(weighted.inertia - 1.75) < 1e-14)
    }

    @Test func identicalPointsLeaveNothingToExplain() throws {
        let clustering = try KMeans(clusterCount: 3).fit(column([5, 5, 5, 5]))
        #expect(clustering.inertia == 0)
        #expect(clustering.centres.elements == [5, 5, 5])
    }

    /// Distances of 10⁻³ at an offset of 10⁶ keep all digits that the data have.
    @Test func anOffsetCostsNothing() throws {
        let near = [0, 1, 2, 10, 11, 12].map { Double($0) / 1024 }
        let far = near.map { $0 + 1_048_576 }
        let (a, b) = (
            try KMeans(clusterCount: 2).fit(column(near)),
            try KMeans(clusterCount: 2).fit(column(far))
        )
        #expect(a.labels == b.labels)
        #expect(a.inertia == b.inertia)
    }

    @Test func whatCannotBeClusteredIsRefused() throws {
        #expect(throws: MixtureError.tooFewFrames(got: 2, components: 3)) {
            try KMeans(clusterCount: 3).fit(column([1, 2]))
        }
        #expect(throws: MixtureError.nonFiniteData(frame: 1)) {
            try KMeans(clusterCount: 1).fit(column([1, .nan]))
        }
        #expect(throws: MixtureError.self) { try KMeans(clusterCount: 0).fit(column([1])) }
    }
}
