import SpeechFeatures
import Testing

@Suite struct FeatureMomentsTests {
    @Test func whatFramesCanHaveIsTaken() throws {
        let moments = try FeatureMoments(means: [-3, 0], variances: [0, 2])
        #expect(moments.means == [-3, 0])
        #expect(moments.variances == [0, 2])
    }

    struct Unusable: Sendable {
        let means: [Float]
        let variances: [Float]
    }
    static let unusable: [Unusable] = [
        Unusable(means: [1, 2], variances: [1]), Unusable(means: [], variances: [1]),
        Unusable(means: [.nan], variances: [1]), Unusable(means: [.infinity], variances: [1]),
        Unusable(means: [1], variances: [-0.1]), Unusable(means: [1], variances: [.nan]),
        Unusable(means: [1], variances: [.infinity]),
    ]

    @Test(arguments: unusable) func whatNoFramesHaveIsRefused(example: Unusable) {
        #expect(throws: FrontEndError.unusableMoments) {
            try FeatureMoments(means: example.means, variances: example.variances)
        }
    }
}
