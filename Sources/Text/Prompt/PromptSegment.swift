/// A stretch of a prompt that has one weight.
public struct PromptSegment: Hashable, Sendable {
    public let text: String
    public let weight: Double

    public init(_ text: String, weight: Double) {
        self.text = text
        self.weight = weight
    }
}
