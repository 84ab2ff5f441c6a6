import Timbre

/// A background model as the command line names it.
enum ModelArgument {
    /// A shipped model by its name, else the file of that path.
    static func load(_ word: String) throws -> BackgroundModel {
        ShippedModels.names.contains(word)
            ? try ShippedModels.load(word) : try BackgroundModel(contentsOf: word)
    }
}
