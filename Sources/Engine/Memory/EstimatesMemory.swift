/// A node that can tell how much memory it will take, so that what cannot fit is refused before anything runs, and what does not
/// fit beside others waits.
///
/// ```swift
/// func estimateMemory() -> MemoryNeed? {
///     guard let latent = $samples.outline else { return nil }
///     let pixels = Image.Outline(images: latent.images, height: latent.height * 8, width: latent.width * 8)
///     $image.expect(pixels)
///     return MemoryNeed(working: 20 * pixels.bytes)
/// }
/// ```
public protocol EstimatesMemory: Node {
    /// Asked before anything runs, when what inputs are linked to is known only in outline, and again before the node runs.
    /// Tells with `$image.expect(…)` what its outputs will be like.
    ///
    /// - Returns: what the work takes besides inputs and outputs; nil if that cannot be told.
    func estimateMemory() -> MemoryNeed?
}

/// What a node needs at its peak besides its inputs and outputs.
///
/// - Units: bytes.
public struct MemoryNeed: Hashable, Sendable {
    public var working: Int

    /// What it can do with when there is not more (`context.spareMemory`).
    public var least: Int

    public init(working: Int, least: Int? = nil) {
        self.working = working
        self.least = least ?? working
    }
}

/// What is known of a value before there is one.
public protocol MemoryOutline: Sendable {
    /// What the value will keep in memory, besides `files`.
    var bytes: Int { get }

    /// Files that the value lies in, with their sizes: they come into memory whole when it is first used, and stay until the run
    /// ends or the system needs the room.
    var files: [String: Int] { get }
}

extension MemoryOutline {
    public var files: [String: Int] { [:] }
}

/// A type whose values can be known in outline before they are made.
public protocol Outlined: Port {
    associatedtype Outline: MemoryOutline

    var outline: Outline { get }
}

extension Input where Value: Outlined {
    /// What is known of the value, whether it is there or not.
    public var outline: Value.Outline? { isThere ? wrappedValue.outline : foreseen.last as? Value.Outline }
}

extension Input {
    /// What is known of the values of an input that grows, in the order of their names.
    public func outlines<Element: Outlined>() -> [Element.Outline] where Value == Growing<Element> {
        foreseen.isEmpty ? wrappedValue.values.map(\.outline) : foreseen.compactMap { $0 as? Element.Outline }
    }
}

extension Input {
    /// What is known of the value of an input that may stay unconnected.
    public func outlineIfAny<Wrapped: Outlined>() -> Wrapped.Outline? where Value == Wrapped? {
        guard isThere, let value = wrappedValue else { return foreseen.last as? Wrapped.Outline }
        return value.outline
    }
}

extension Output where Value: Outlined {
    /// Tells what the output will be like.
    public func expect(_ outline: Value.Outline) {
        foresee(outline)
    }
}
