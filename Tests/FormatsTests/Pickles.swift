@testable import Formats

/// The pickle of a dictionary with one tensor 'w'.
func pickle(_ tensor: [UInt8]) -> [UInt8] {
    [0x80, 2] + Array("}(".utf8) + text("w") + tensor + Array("u.".utf8)
}

/// Pickle code that leaves one tensor on the stack.
func tensor(
    type: String = "FloatStorage", key: String = "0", count: Int = 4, offset: Int = 0, shape: [Int] = [4],
    strides: [Int] = [1]
) -> [UInt8] {
    let storage =
        Array("(".utf8) + text("storage") + global("torch", type) + text(key) + text("cpu") + integer(count)
        + Array("tQ".utf8)
    let ordered = global("collections", "OrderedDict") + Array(")R".utf8)
    return global("torch._utils", "_rebuild_tensor_v2") + Array("(".utf8) + storage + integer(offset) + tuple(shape)
        + tuple(strides) + [0x89] + ordered + Array("tR".utf8)
}

func text(_ text: String) -> [UInt8] {
    Array("X".utf8) + littleEndian(text.utf8.count, 4) + text.utf8
}

func integer(_ value: Int) -> [UInt8] {
    [0x8a, 8] + littleEndian(value, 8)
}

func global(_ module: String, _ name: String) -> [UInt8] {
    Array("c\(module)\n\(name)\n".utf8)
}

private func tuple(_ values: [Int]) -> [UInt8] {
    Array("(".utf8) + values.flatMap(integer) + Array("t".utf8)
}

func littleEndian(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// An archive of stored entries.
func zipArchive(_ entries: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in entries {
        let sizes =
            littleEndian(Int(ImageCodec.crc32(bytes)), 4) + littleEndian(bytes.count, 4) + littleEndian(bytes.count, 4)
        let head = [UInt8](repeating: 0, count: 8) + sizes + littleEndian(name.utf8.count, 2) + [0, 0]
        directory +=
            littleEndian(0x0201_4b50, 4) + [20, 0, 20, 0] + head + [UInt8](repeating: 0, count: 10)
            + littleEndian(file.count, 4) + name.utf8
        file += littleEndian(0x0403_4b50, 4) + [20, 0] + head + name.utf8 + bytes
    }
    let count = littleEndian(entries.count, 2)
    let end =
        littleEndian(0x0605_4b50, 4) + [0, 0, 0, 0] + count + count + littleEndian(directory.count, 4)
        + littleEndian(file.count, 4) + [0, 0]
    return file + directory + end
}
