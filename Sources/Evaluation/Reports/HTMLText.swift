/// The little of HTML that a page needs, written as text.
enum HTMLText {
    /// An element that holds text.
    static func element(_ name: String, _ text: String, class: String? = nil) -> String {
        let attribute = `class`.map { " class=\"\($0)\"" } ?? ""
        return "<\(name)\(attribute)>\(MarkupText.escaped(text))</\(name)>"
    }
}
