/// The font that pictures are written in: Aileron, the letters that Pillow carries for programs that bring no font.
///
/// Letters are hinted by FreeType's own hinter, as the font has no hints. What a letter looks like is kept for the next one.
public final class Font {
    /// From the top of capital letters with their accents to the bottom of g, in pixels.
    public let size: Int

    private let face: Face
    private var extents: [Unicode.Scalar: Extent] = [:]
    private var coverages: [Drawing: Coverage] = [:]

    private struct Drawing: Hashable {
        let character: Unicode.Scalar
        let stroke: Int
    }

    /// - Parameter size: in pixels, from 1.
    public init(size: Int) throws(FontError) {
        precondition(size > 0, "a font of \(size) pixels")
        // FreeType counts 64ths of a pixel in 32 bits.
        guard size <= 1 << 20, let size32 = UInt32(exactly: size) else {
            throw .notOpened(size: size, code: 0)
        }
        do throws(FreeTypeFault) {
            face = try Face(PackageResources.Aileron_Regular_ttf, size: size32)
        } catch {
            throw .notOpened(size: size, code: error.code)
        }
        self.size = size
    }

    /// How high letters reach, in pixels.
    var ascender: Int { Self.pixel(face.ascender) }

    func extent(of character: Unicode.Scalar) throws(FontError) -> Extent {
        if let known = extents[character] { return known }
        do throws(FreeTypeFault) {
            let extent = try face.extent(of: character)
            extents[character] = extent
            return extent
        } catch {
            throw .notDrawn(character, size: size, code: error.code)
        }
    }

    /// - Parameter stroke: how many pixels a line around it is wide, or 0.
    func coverage(of character: Unicode.Scalar, stroke: Int) throws(FontError) -> Coverage {
        let drawing = Drawing(character: character, stroke: stroke)
        if let known = coverages[drawing] { return known }
        do throws(FreeTypeFault) {
            let coverage = try face.coverage(of: character, stroke: Int32(clamping: stroke.saturating64ths))
            coverages[drawing] = coverage
            return coverage
        } catch {
            throw .notDrawn(character, size: size, code: error.code)
        }
    }

    /// The nearest whole pixel to so many 64ths, halves upwards.
    static func pixel(_ place: Int) -> Int { (place + 32) >> 6 }
}

extension Int {
    fileprivate var saturating64ths: Int { multipliedReportingOverflow(by: 64).overflow ? .max : self * 64 }
}
