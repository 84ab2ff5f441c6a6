import Testing

@testable import SpeechFeatures

@Suite struct FramingTests {
    typealias Edges = FrontEndConfiguration.Edges

    func frames(
        _ samples: [Float], length: Int, shift: Int, edges: Edges, block: Int = 1000
    ) throws -> [[Float]] {
        var frames: [[Float]] = []
        var framer = Framer(length: length, shift: shift, edges: edges) { frame in
            frames.append(Array(UnsafeBufferPointer(start: frame, count: length)))
        }
        for start in stride(from: 0, to: samples.count, by: block) {
            try framer.append(Array(samples[start..<min(samples.count, start + block)]))
        }
        try framer.finish()
        return frames
    }

    /// Every frame gathered sample by sample from the definition of its edges.
    func plain(_ x: [Float], length: Int, shift: Int, edges: Edges) -> [[Float]] {
        let n = x.count
        guard n > 0 else { return [] }
        let (count, lead): (Int, Int) =
            switch edges {
            case .snip: (n < length ? 0 : 1 + (n - length) / shift, 0)
            case .reflect: ((n + shift / 2) / shift, length / 2 - shift / 2)
            case .centred:
                (
                    n + 2 * (length / 2) < length ? 0 : 1 + (n + 2 * (length / 2) - length) / shift,
                    length / 2
                )
            case .zeroPaddedTail:
                (n <= length ? 1 : 1 + Int((Double(n - length) / Double(shift)).rounded(.up)), 0)
            }
        func sample(_ s: Int) -> Float {
            if (0..<n).contains(s) { return x[s] }
            guard edges == .reflect else { return 0 }
            return sample(s < 0 ? -1 - s : 2 * n - 1 - s)
        }
        return (0..<count).map { t in
            (0..<length).map { sample(t * shift - lead + $0) }
        }
    }

    /// All lengths of clip from none to several frames, odd and even frames, blocks of 1 up.
    @Test(arguments: Edges.allCases) func agreesWithTheDefinition(edges: Edges) throws {
        for (length, shift) in [(8, 3), (7, 3), (5, 5), (2, 1), (9, 4), (400, 160)] {
            for count in Array(0...40) + [399, 400, 401, 560, 1600] {
                let x = (0..<count).map { Float($0 + 1) }
                let expected = plain(x, length: length, shift: shift, edges: edges)
                for block in [1, 3, 1000] {
                    let out = try frames(
                        x, length: length, shift: shift, edges: edges, block: block)
                    #expect(out == expected, "\(count) samples, \(length)/\(shift), \(block)")
                }
                #expect(
                    Framer.frameCount(
                        samples: count, length: length, shift: shift, edges: edges)
                        == expected.count)
            }
        }
    }

    /// The counts of the other programs for a clip of three seconds.
    @Test func countsAsOthersDo() {
        func count(_ edges: Edges, length: Int) -> Int {
            Framer.frameCount(samples: 48000, length: length, shift: 160, edges: edges)
        }
        #expect(count(.snip, length: 400) == 298)
        #expect(count(.reflect, length: 400) == 300)
        #expect(count(.centred, length: 512) == 301)
        #expect(count(.snip, length: 512) == 297)
        #expect(count(.zeroPaddedTail, length: 400) == 299)
    }
}
