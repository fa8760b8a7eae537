/// An enumeration that a graph writes as one of a list of words: a drop-down in editors.
///
/// ```swift
/// enum Upscaling: String, Choice { case nearest = "nearest-exact", bilinear }
/// @Input("How pixels are interpolated.") var method = Upscaling.nearest
/// ```
public protocol Choice: LiteralPort, RawRepresentable<String>, CaseIterable {}

extension Choice {
    public static var portType: String { "COMBO" }
    public var memoryCost: Int { 1 }
    public var literal: Literal { .text(rawValue) }

    public init?(_ literal: Literal) {
        guard case .text(let word) = literal else { return nil }
        self.init(rawValue: word)
    }
}
