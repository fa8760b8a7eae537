/// The 256 bytes in the order of their token ids: those that print first.
///
/// Source: `bytes_to_unicode` of GPT-2, whose vocabularies spell every byte as one visible character.
enum ByteAlphabet {
    /// The id of each byte.
    static let ids: [Int32] = {
        var ids = [Int32](repeating: 0, count: 256)
        for (id, byte) in bytes.enumerated() { ids[Int(byte)] = Int32(id) }
        return ids
    }()

    /// How a vocabulary spells the byte with this id: itself if it prints, else a letter from U+0100 on.
    static func character(of id: Int) -> Character {
        let value = id < printing.count ? UInt32(bytes[id]) : UInt32(256 + id - printing.count)
        guard let scalar = Unicode.Scalar(value) else { preconditionFailure("\(value) is no scalar") }
        return Character(scalar)
    }

    private static let printing: [UInt8] = [33...126, 161...172, 174...255].flatMap { Array($0) }
    private static let bytes: [UInt8] = printing + (0...255).filter { !printing.contains($0) }
}
