import Tensors

/// Writes frames as ComfyUI's SaveAnimatedPNG does.
public enum AnimatedPNG {
    /// Pictures shown one after another, over and over again; a single one is an ordinary PNG.
    ///
    /// A frame that equals the one before makes that one last longer, and of others only the part that has changed is kept.
    ///
    /// - Parameters:
    ///   - milliseconds: that each frame is shown.
    ///   - text: keys and values, in Latin-1; in chunks behind the pixels, where ComfyUI looks for them.
    /// - Shapes: `frames` [N, H, W, C], C = 1 (grey), 3 (RGB) or 4 (RGB and alpha).
    /// - Source: PNG specification (third edition), section 11.3.6.
    public static func encode(
        _ frames: Tensor, milliseconds: Int, text: [(String, String)] = [], compressionLevel: Int = 4
    ) -> [UInt8] {
        let (height, width, channels) = (frames.shape[1], frames.shape[2], frames.shape[3])
        let size = height * width * channels
        let samples = PNG.bytes(of: frames)
        var parts: [Part] = []
        for index in 0..<frames.shape[0] {
            let frame = Array(samples[index * size..<(index + 1) * size])
            var place = Rectangle(x: 0, y: 0, width: width, height: height)
            if index > 0 {
                let before = Array(samples[(index - 1) * size..<index * size])
                guard let changed = difference(before, frame, width: width, channels: channels) else {
                    parts[parts.count - 1].milliseconds += milliseconds
                    continue
                }
                place = changed
            }
            parts.append(Part(place: place, milliseconds: milliseconds, frame: frame))
        }
        return file(of: parts, width: width, channels: channels, text, compressionLevel)
    }

    private struct Rectangle {
        var x, y, width, height: Int
    }

    private struct Part {
        let place: Rectangle
        var milliseconds: Int
        let frame: [UInt8]
    }

    /// The least rectangle outside of which two frames are equal; nil if they are equal everywhere.
    private static func difference(_ a: [UInt8], _ b: [UInt8], width: Int, channels: Int) -> Rectangle? {
        let stride = width * channels
        let height = a.count / stride
        func differs(_ row: Int) -> Bool {
            a[row * stride..<(row + 1) * stride] != b[row * stride..<(row + 1) * stride]
        }
        guard let top = (0..<height).first(where: differs), let bottom = (0..<height).last(where: differs) else {
            return nil
        }
        var (left, right) = (width, -1)
        for row in top...bottom {
            for column in 0..<width where column < left || column > right {
                let start = row * stride + column * channels
                guard a[start..<start + channels] != b[start..<start + channels] else { continue }
                left = min(left, column)
                right = max(right, column)
            }
        }
        return Rectangle(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    }

    private static func file(
        of parts: [Part], width: Int, channels: Int, _ text: [(String, String)], _ level: Int
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        var number: UInt32 = 0
        func next() -> [UInt8] {
            defer { number += 1 }
            return PNG.bigEndian(number)
        }
        for (index, part) in parts.enumerated() {
            let pixels = cut(part.frame, to: part.place, width: width, channels: channels)
            let plain = ImageCodec.encodePNG(
                pixels, width: part.place.width, height: part.place.height, channels: channels, level: level)
            if index == 0 {
                bytes = Array(plain[..<PNG.headByteCount])
                // How many frames, and that there is no end to showing them.
                if parts.count > 1 {
                    bytes += PNG.chunk("acTL", PNG.bigEndian(UInt32(parts.count)) + PNG.bigEndian(0))
                }
            }
            if parts.count > 1 { bytes += PNG.chunk("fcTL", next() + control(of: part)) }
            for chunk in PNGChunks(plain) where chunk.type == "IDAT" {
                let packed = Array(plain[chunk.payload])
                bytes += index == 0 ? PNG.chunk("IDAT", packed) : PNG.chunk("fdAT", next() + packed)
            }
        }
        for (key, value) in text {
            guard let key = PNG.latin1(key), let value = PNG.latin1(value) else { continue }
            bytes += PNG.chunk("comf", key + [0] + value)
        }
        return bytes + PNG.chunk("IEND", [])
    }

    /// Size, place and duration; each frame stays, and replaces what lies under it.
    private static func control(of part: Part) -> [UInt8] {
        let numbers = [part.place.width, part.place.height, part.place.x, part.place.y].flatMap {
            PNG.bigEndian(UInt32($0))
        }
        let milliseconds = UInt16(clamping: part.milliseconds)
        return numbers + [UInt8(milliseconds >> 8), UInt8(truncatingIfNeeded: milliseconds), 3, 232, 0, 0]
    }

    private static func cut(_ frame: [UInt8], to place: Rectangle, width: Int, channels: Int) -> [UInt8] {
        (place.y..<place.y + place.height).flatMap { row in
            let start = (row * width + place.x) * channels
            return frame[start..<start + place.width * channels]
        }
    }
}
