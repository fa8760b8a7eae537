import CFonts

/// FreeType's view of a font at one size, whose memory lies behind this.
@safe final class Face {
    private let face: OpaquePointer
    /// Where FreeType reads the font from.
    private let bytes: UnsafeMutableBufferPointer<UInt8>

    /// - Parameter size: in pixels.
    /// - Throws: FreeType's error.
    init(_ font: [UInt8], size: UInt32) throws(FreeTypeFault) {
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: font.count)
        _ = unsafe bytes.initialize(fromContentsOf: font)
        var face: OpaquePointer?
        let code = unsafe fonts_open(bytes.baseAddress, bytes.count, size, &face)
        guard code == 0, let face = unsafe face else {
            unsafe bytes.deallocate()
            throw FreeTypeFault(code: Int(code))
        }
        unsafe self.face = face
        unsafe self.bytes = bytes
    }

    deinit {
        unsafe fonts_close(face)
        unsafe bytes.deallocate()
    }

    /// In 64ths of a pixel.
    var ascender: Int { Int(unsafe fonts_ascender(face)) }

    func extent(of character: Unicode.Scalar) throws(FreeTypeFault) -> Extent {
        var extent = fonts_extent()
        let code = unsafe fonts_measure(face, character.value, &extent)
        guard code == 0 else { throw FreeTypeFault(code: Int(code)) }
        return Extent(
            advance: Int(extent.advance), left: Int(extent.left), bottom: Int(extent.bottom), right: Int(extent.right),
            top: Int(extent.top))
    }

    /// - Parameter stroke: how many 64ths of a pixel a line around it is wide, or 0.
    func coverage(of character: Unicode.Scalar, stroke: Int32) throws(FreeTypeFault) -> Coverage {
        var bitmap = unsafe fonts_bitmap()
        let code = unsafe fonts_draw(face, character.value, stroke, &bitmap)
        guard code == 0 else { throw FreeTypeFault(code: Int(code)) }
        let (width, height, pitch) = unsafe (Int(bitmap.width), Int(bitmap.rows), Int(bitmap.pitch))
        var levels: [UInt8] = []
        if let pixels = unsafe bitmap.pixels {
            levels.reserveCapacity(width * height)
            for row in 0..<height {
                unsafe levels.append(contentsOf: UnsafeBufferPointer(start: pixels + row * pitch, count: width))
            }
        }
        return unsafe Coverage(
            left: Int(bitmap.left), top: Int(bitmap.top), width: levels.isEmpty ? 0 : width,
            height: levels.isEmpty ? 0 : height, levels: levels)
    }
}

/// What FreeType says went wrong.
struct FreeTypeFault: Error {
    let code: Int
}
