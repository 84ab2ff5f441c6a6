/// Who is who among models and clips, as far as labels tell.
///
/// A target trial says that its model and its clip are of one speaker. What such trials join,
/// directly or through others, is one speaker: so models need not be named by speakers, and a
/// speaker may have several. Where a map names speakers, what it gives one name is joined too.
/// Speakers with a model are the enrolled, the others strangers; a clip that nothing joins is a
/// stranger of its own.
struct SpeakerComponents: Sendable {
    /// The speaker's number by the number of the model.
    private(set) var models: [UInt32] = []
    /// The speaker's number by the number of the clip.
    private(set) var clips: [UInt32] = []
    /// Speakers' names, the enrolled in order, then the strangers in order: the map's name, else
    /// the first of the models' names, else the first of the clips'.
    private(set) var names: [String] = []
    private(set) var enrolled = 0
    var strangers: Int { names.count - enrolled }

    /// - Throws: ``EvaluationError`` when labels contradict each other or the map.
    init(_ trials: ScoredTrials) throws(EvaluationError) {
        let table = trials.table
        let modelCount = table.models.count
        var sets = DisjointSets(count: modelCount + table.clips.count)
        for row in table.rows where row.isTarget {
            sets.join(Int(row.model), modelCount + Int(row.clip))
        }
        let given = trials.modelSpeakers + trials.clipSpeakers
        var firstNamed: [String: Int] = [:]
        for (member, name) in given.enumerated() {
            guard let name else { continue }
            sets.join(firstNamed[name, default: member], member)
            firstNamed[name] = firstNamed[name] ?? member
        }
        let modelNames = table.models.names
        let clipNames = table.clips.names
        var mapName: [Int: String] = [:]
        var ownName: [Int: String] = [:]
        for (member, name) in (modelNames + clipNames).enumerated() {
            let root = sets.root(of: member)
            if let known = given[member] {
                if let other = mapName.updateValue(known, forKey: root), other != known {
                    throw .conflictingSpeakers(clip: name, min(known, other), max(known, other))
                }
            }
            let isModel = member < modelCount
            if isModel || root >= modelCount {
                ownName[root] = min(ownName[root] ?? name, name)
            }
        }
        // A set that holds a model has one as its root: the smallest member.
        let ordered = ownName.sorted { a, b in
            let (aStranger, bStranger) = (a.key >= modelCount, b.key >= modelCount)
            return aStranger != bStranger ? bStranger : a.value < b.value
        }
        var numbers: [Int: UInt32] = [:]
        for (number, (root, name)) in ordered.enumerated() {
            numbers[root] = UInt32(number)
            names.append(mapName[root] ?? name)
            if root < modelCount { enrolled += 1 }
        }
        models = (0..<modelCount).map { numbers[sets.root(of: $0)] ?? 0 }
        clips = clipNames.indices.map { numbers[sets.root(of: modelCount + $0)] ?? 0 }
        for row in table.rows where !row.isTarget {
            guard models[Int(row.model)] != clips[Int(row.clip)] else {
                throw .mislabelledTrial(
                    model: table.models[row.model], clip: table.clips[row.clip])
            }
        }
    }

    /// Some of the trials, for the bootstrap.
    func pairs(_ rows: some Sequence<TrialRow>, count: Int) -> SpeakerPairs {
        var pairs: [SpeakerPair] = []
        pairs.reserveCapacity(count)
        for row in rows {
            pairs.append(
                SpeakerPair(
                    score: row.score, speaker: clips[Int(row.clip)],
                    model: row.isTarget ? SpeakerPair.target : models[Int(row.model)]))
        }
        return SpeakerPairs(pairs, enrolled: enrolled, strangers: strangers)
    }
}

/// Sets that grow by joining; each is known by its smallest member.
private struct DisjointSets {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    mutating func root(of member: Int) -> Int {
        var member = member
        while parents[member] != member {
            parents[member] = parents[parents[member]]
            member = parents[member]
        }
        return member
    }

    mutating func join(_ a: Int, _ b: Int) {
        let (a, b) = (root(of: a), root(of: b))
        parents[max(a, b)] = min(a, b)
    }
}
