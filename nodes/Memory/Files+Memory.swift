import Engine
import Formats

// Pictures that come out of files and go into them.

extension LoadImage: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let file = $image.literal, let size = try? Picture.size(of: file.path) else { return nil }
        let outline = ImageOutline(images: 1, height: size.height, width: size.width)
        $picture.expect(outline)
        $mask.expect(MaskOutline(bytes: 4 * outline.pixels))
        // What the decoder writes has at most four channels of two bytes; a turned picture is written twice.
        return MemoryNeed(working: 8 * outline.pixels)
    }
}

extension SaveImage: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let outline = $images.outline else { return nil }
        // One picture at a time: its bytes, and what the encoder makes of them.
        return MemoryNeed(working: outline.pixels.saturatingMultiply(by: 2 * outline.channels))
    }
}
