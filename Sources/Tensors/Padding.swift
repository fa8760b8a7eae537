/// Rows and columns of zeros around an image, in pixels.
public struct Padding: Hashable, Sendable {
    public var top: Int
    public var left: Int
    public var bottom: Int
    public var right: Int

    public init(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) {
        self.top = top
        self.left = left
        self.bottom = bottom
        self.right = right
    }

    public static func all(_ pixels: Int) -> Padding {
        Padding(top: pixels, left: pixels, bottom: pixels, right: pixels)
    }
}
