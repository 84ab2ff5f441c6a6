import GaussianMixtures
import MixtureTables
import NumericCore
import Testing

@Suite struct TableMixtureSearchTests {
    private func table() throws -> StoredData {
        var generator = SeededGenerator(seed: 2)
        let rows = (0..<30).map { n in
            n < 4 ? "5,5\n" : "\(generator.normal()),\(generator.normal())\n"
        }
        return try TableFile.stored("x,y\n" + rows.joined())
    }

    /// By each criterion that the collapsed component deceives.
    @Test(arguments: [MixtureSearch.Criterion.aic, .bic, .icl])
    func whatTheFloorHoldsIsPassedOver(criterion: MixtureSearch.Criterion) throws {
        let outcome = try TableMixtureSearch(
            MixtureSearch(
                componentCounts: [1, 2], covarianceTypes: [.full], criterion: criterion)
        ).run(try table())
        #expect(outcome.candidates.map(\.isFloored) == [false, true])
        #expect(outcome.recommended?.componentCount == 1)
        #expect(outcome.passedOver?.componentCount == 2)
    }

    @Test func whereNothingElseIsThereItIsRecommended() throws {
        let outcome = try TableMixtureSearch(
            MixtureSearch(componentCounts: [2], covarianceTypes: [.full])
        ).run(try table())
        #expect(outcome.recommended?.isFloored == true)
        #expect(outcome.passedOver == nil)
    }

    @Test func faultsNameTheTable() throws {
        let data = try TableFile.stored("x,y\n1,2\n3,5\n2,2\n")
        let outcome = try TableMixtureSearch(
            MixtureSearch(componentCounts: [1, 4], covarianceTypes: [.tied])
        ).run(data)
        #expect(throws: WorkbenchError.tooFewRows(file: data.name, got: 3, components: 4)) {
            try outcome.candidates[1].model.get()
        }
        #expect(throws: WorkbenchError.tooManyFolds(file: data.name, rows: 3, folds: 4)) {
            try TableMixtureSearch(MixtureSearch(componentCounts: [1], foldCount: 4)).run(data)
        }
        #expect(throws: WorkbenchError.tooManyComponents(file: data.name, columns: 2, asked: 3)) {
            try TableMixtureSearch(
                MixtureSearch(componentCounts: [1]), plan: TransformPlan(components: .count(3))
            ).run(data)
        }
    }
}
