import Foundation
import Tensors

/// Numbers recorded by the scripts in `Tests/Golden/Diffusion`.
enum Golden {
    static func read<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Golden/Diffusion/\(name).json")
        return try JSONDecoder().decode(type, from: Data(contentsOf: file))
    }

    /// FNV-1a over the raw little-endian floats.
    static func fingerprint(_ tensor: Tensor) -> String {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        for element in tensor.array {
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                value = (value ^ UInt64(element.bitPattern >> shift & 0xFF)) &* 0x100_0000_01B3
            }
        }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Little-endian floats in base64.
    static func floats(_ text: String) throws -> [Float] {
        guard let data = Data(base64Encoded: text) else { throw CocoaError(.coderInvalidValue) }
        return stride(from: 0, to: data.count, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(data[start + $1]) << UInt32(8 * $1) })
        }
    }
}
