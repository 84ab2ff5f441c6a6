/// Mean and variance of the background's speech frames before normalisation.
public struct FeatureMoments: Sendable, Equatable {
    /// m: D values.
    public let means: [Float]
    /// v: D values, none negative.
    public let variances: [Float]

    /// Moments of D values each.
    ///
    /// - Throws: ``FrontEndError/unusableMoments`` when there are not as many of the one as of the
    ///   other, a value is not finite, or a variance is negative.
    public init(means: [Float], variances: [Float]) throws(FrontEndError) {
        guard variances.count == means.count, means.allSatisfy(\.isFinite),
            variances.allSatisfy({ $0 >= 0 && $0.isFinite })
        else { throw .unusableMoments }
        self.means = means
        self.variances = variances
    }
}
