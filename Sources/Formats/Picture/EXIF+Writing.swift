extension EXIF {
    /// A block with texts of the form `key:text`, as ComfyUI writes it: `prompt` where cameras write their model, the others
    /// in the tags before it.
    ///
    /// - Source: TIFF 6.0, section 2.
    static func block(of texts: [(String, String)]) -> [UInt8] {
        var tag: UInt16 = 0x010f
        var entries: [(tag: UInt16, bytes: [UInt8])] = []
        for (key, text) in texts {
            let bytes = Array("\(key):\(text)".utf8) + [0]
            if key == "prompt" {
                entries.append((0x0110, bytes))
            } else {
                entries.append((tag, bytes))
                tag -= 1
            }
        }
        entries.sort { $0.tag < $1.tag }

        func little(_ number: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        var offset = 8 + 2 + 12 * entries.count + 4
        var directory = little(entries.count, 2)
        var values: [UInt8] = []
        for (tag, bytes) in entries {
            directory += little(Int(tag), 2) + little(2, 2) + little(bytes.count, 4)
            // Up to four bytes stand in the directory itself.
            if bytes.count <= 4 {
                directory += bytes + [UInt8](repeating: 0, count: 4 - bytes.count)
            } else {
                directory += little(offset, 4)
                values += bytes
                offset += bytes.count
            }
        }
        return [0x49, 0x49, 42, 0] + little(8, 4) + directory + little(0, 4) + values
    }
}
