import CVectorKernels
import FileStorage
import NumericCore
import RealModule

/// What the first pass over a clip leaves behind.
struct BandEnergies {
    /// T×(M + 1): the log band energies, and what replaces c₀ where something does.
    var logEnergies: FrameStore
    /// T×1: the mean square of each frame, of full scale.
    var meanSquares: FrameStore
    /// T×2: the power of each frame below and above ``BandBalance/edge``.
    var halves: FrameStore
    var levels = LevelHistogram()
    /// Where there is a `topDecibels` that asks for it.
    var largestLogEnergy = -Float.infinity
    var sampleCount = 0
}

extension FrontEnd {
    /// The first pass: samples → log band energies.
    func bandEnergies(of nextBlock: () throws -> [Float]?) throws -> BandEnergies {
        let bandCount = configuration.melFilters.count
        let logarithm = configuration.logarithm
        let hasTop = logarithm.topDecibels != nil
        let first = configuration.cepstra.first
        let fullScale = Double(configuration.sampleScale.rawValue)
        let meanSquareScale = 1 / (fullScale * fullScale * Double(configuration.segmentLength))
        var rows = RowWriter(dimension: bandCount + 1, memoryLimit: memoryLimit)
        var squares = RowWriter(dimension: 1, memoryLimit: memoryLimit)
        var halves = RowWriter(dimension: 2, memoryLimit: memoryLimit)
        let edge = BandBalance.firstBin(configuration)
        var levels = LevelHistogram()
        var largest = -Float.infinity
        let samples = try forEachSpectrum(of: nextBlock) { spectrum in
            let power = spectrum.power
            try rows.append { row in
                guard let energies = row.baseAddress, let bins = power.baseAddress else { return }
                tables.filterbank.apply(to: bins, writing: energies)
                let bands = UnsafeMutableBufferPointer(start: energies, count: bandCount)
                logarithm.apply(to: bands)
                if hasTop { for value in bands { largest = max(largest, value) } }
                row[bandCount] =
                    switch first {
                    case .c0, .dropped: 0
                    case .logEnergy: Float(Double.log(max(spectrum.energy, 0x1p-23)))
                    case .logPowerSum:
                        Float(Double.log(max(Double(frame_sum(bins, Int32(power.count))), 0x1p-52)))
                    }
            }
            let meanSquare = Float(spectrum.energy * meanSquareScale)
            levels.add(meanSquare: meanSquare)
            try squares.append { $0[0] = meanSquare }
            try halves.append { BandBalance.split(power, at: edge, into: $0) }
        }
        return BandEnergies(
            logEnergies: try rows.finish(), meanSquares: try squares.finish(),
            halves: try halves.finish(), levels: levels, largestLogEnergy: largest,
            sampleCount: samples)
    }

    /// The power spectra of a clip.
    func powerSpectra(of nextBlock: () throws -> [Float]?) throws -> FrameStore {
        var rows = RowWriter(
            dimension: configuration.transformLength / 2 + 1, memoryLimit: memoryLimit)
        _ = try forEachSpectrum(of: nextBlock) { spectrum in
            try rows.append { row in _ = row.update(fromContentsOf: spectrum.power) }
        }
        return try rows.finish()
    }

    /// Calls `body` after each frame's analysis and returns the number of samples.
    func forEachSpectrum(
        of nextBlock: () throws -> [Float]?, _ body: (FrameAnalyzer) throws -> Void
    ) throws -> Int {
        let analyzer = FrameAnalyzer(configuration, tables)
        var conditioner = SampleConditioner(configuration)
        return try withoutActuallyEscaping(body) { body in
            var framer = Framer(
                length: configuration.segmentLength, shift: configuration.frameShift,
                edges: configuration.framing.edges
            ) { frame in
                analyzer.analyze(frame)
                try body(analyzer)
            }
            func take(_ samples: inout [Float]) throws {
                try conditioner.condition(&samples)
                try framer.append(samples)
            }
            // Blocks of any length pass through buffers of a bounded one.
            let most = 1 << 15
            while var block = try nextBlock() {
                guard block.count > most else {
                    try take(&block)
                    continue
                }
                for start in stride(from: 0, to: block.count, by: most) {
                    var part = Array(block[start..<min(block.count, start + most)])
                    try take(&part)
                }
            }
            try framer.finish()
            return conditioner.count
        }
    }

    /// Log band energies, each raised to the clip's largest minus `topDecibels`: T×M.
    func clampedBands(_ bands: BandEnergies) throws -> FrameStore {
        var rows = FrameStoreWriter(
            dimension: configuration.melFilters.count, memoryLimit: memoryLimit)
        try bands.logEnergies.forEachBlock(of: framesPerBlock) { block in
            try rows.append(clamped(block, bands).elements)
        }
        return try rows.finish()
    }

    // Without the last column, which holds no band.
    private func clamped(_ block: Matrix<Float>, _ bands: BandEnergies) -> Matrix<Float> {
        let columns = configuration.melFilters.count
        var result = Matrix<Float>(rows: block.rows, columns: columns, repeating: 0)
        result.elements.withUnsafeMutableBufferPointer { result in
            block.elements.withUnsafeBufferPointer { block in
                guard let source = block.baseAddress, let target = result.baseAddress else {
                    return
                }
                for row in 0..<result.count / columns {
                    (target + row * columns)
                        .update(from: source + row * (columns + 1), count: columns)
                }
            }
            guard let top = configuration.logarithm.topDecibels else { return }
            let lowest = bands.largestLogEnergy - top
            for index in result.indices { result[index] = max(result[index], lowest) }
        }
        return result
    }

    /// The second pass: log band energies → cepstra, T×C.
    func cepstra(of bands: BandEnergies) throws -> FrameStore {
        let logEnergies = bands.logEnergies
        let (total, count) = (logEnergies.count, configuration.cepstra.count)
        let bandCount = configuration.melFilters.count
        let replacesFirst =
            configuration.cepstra.first == .logEnergy || configuration.cepstra.first == .logPowerSum
        let lookahead = configuration.rasta ? Rasta.lookahead : 0
        var rasta: Rasta?
        if configuration.rasta {
            let start = try logEnergies.frames(in: 0..<min(total, Rasta.lookahead + 1))
            rasta = Rasta(clipStart: clamped(start, bands))
        }
        var writer = FrameStoreWriter(dimension: count, memoryLimit: memoryLimit)
        var lower = 0
        while lower < total {
            let range = lower..<min(lower + framesPerBlock, total)
            let block = try logEnergies.frames(
                in: lower..<min(range.upperBound + lookahead, total))
            var energies = clamped(block, bands)
            if let filtered = rasta?.filter(energies, count: range.count) { energies = filtered }
            var cepstra = [Float](repeating: 0, count: range.count * count)
            cepstra.withUnsafeMutableBufferPointer { cepstra in
                energies.elements.withUnsafeBufferPointer { energies in
                    guard let out = cepstra.baseAddress else { return }
                    for t in 0..<range.count {
                        let row = energies[t * bandCount..<(t + 1) * bandCount]
                        tables.cepstra.apply(
                            to: UnsafeBufferPointer(rebasing: row), writing: out + t * count)
                        if replacesFirst { out[t * count] = block[t, bandCount] }
                    }
                }
            }
            try writer.append(cepstra)
            lower = range.upperBound
        }
        return try writer.finish()
    }

    /// The third pass: deltas, and of all frames those that are speech, or that speech has not
    /// touched: T_kept×D.
    func selectedFrames(of cepstra: FrameStore, _ bands: BandEnergies) throws -> SelectedFrames {
        let total = cepstra.count
        let reach = tables.deltas.reach
        let hangover = configuration.speechActivity.hangoverFrames
        let threshold = configuration.speechActivity.meanSquareThreshold(bands.levels)
        var writer = FrameStoreWriter(dimension: dimension, memoryLimit: memoryLimit)
        var powers = SpeechPowers()
        var balance = BandBalance(configuration)
        var speechCount = 0
        let distance = selection.distance(configuration, derivativeReach: reach)
        var lower = 0
        while lower < total {
            let range = lower..<min(lower + framesPerBlock, total)
            func widened(_ frames: Int) -> Range<Int> {
                max(0, range.lowerBound - frames)..<min(total, range.upperBound + frames)
            }
            let around = widened(hangover + distance)
            let squares = try bands.meanSquares.frames(in: around).elements
            func isNearLoudness(_ frames: Int) -> [Bool] {
                speechFrames(
                    squares, first: around.lowerBound, range: range, threshold: threshold,
                    hangover: frames)
            }
            let isSpeech = isNearLoudness(hangover)
            let isKept =
                selection == .speech
                ? isSpeech : isNearLoudness(hangover + distance).map { !$0 }
            let near = widened(reach)
            let rows = tables.deltas.apply(
                to: try cepstra.frames(in: near), first: near.lowerBound, range: range,
                total: total)
            let halves = try bands.halves.frames(in: range)
            for t in range {
                let speech = isSpeech[t - lower]
                powers.add(meanSquare: squares[t - around.lowerBound], isSpeech: speech)
                if speech {
                    speechCount += 1
                    balance.add(low: halves[t - lower, 0], high: halves[t - lower, 1])
                }
            }
            for run in runs(of: isKept) {
                try writer.append(
                    rows.elements[run.lowerBound * dimension..<run.upperBound * dimension])
            }
            lower = range.upperBound
        }
        return SelectedFrames(
            frames: try writer.finish(), speechCount: speechCount, powers: powers,
            balance: balance)
    }
}
