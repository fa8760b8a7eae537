import Formats
import Testing

/// Every rule of the format, broken alone.
struct SafetensorsFaultTests {
    static let good = #"{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"#
    static let again = "Download it again, or write it anew with a current version of its tool."
    static let wait = "Wait until the download has finished, or download it again."

    @Test(arguments: [
        ("", "it has 0 bytes, too few for a safetensors file. \(wait)"),
        ("1234567", "it has 7 bytes, too few for a safetensors file. \(wait)"),
        (
            "<!DOCTYPE html><html>",
            "this is a web page, not a safetensors file. The download saved the site's page; download the file itself."
        ),
        (
            "version https://git-lfs.github.com/spec/v1\noid",
            "this is a Git LFS pointer, not a safetensors file. Fetch the file itself (git lfs pull)."
        ),
        (
            "GGUF\u{3}\0\0\0\0\0\0\0",
            "this is a GGUF file, not a safetensors file. Rename it to .gguf and load it with a node for GGUF files."
        ),
        (
            "PK\u{3}\u{4}\0\0\0\0\0\0",
            "this is a zip archive, not a safetensors file. If it is a PyTorch checkpoint, name it .ckpt or .pth."
        ),
        (
            "not weights at all",
            "it claims a header of 7451598620781211502 bytes; the format allows 100000000. "
                + "Check that this is a safetensors file, or download it again."
        ),
    ])
    func `a file that is something else`(contents: String, sentence: String) throws {
        try expect(Array(contents.utf8), sentence)
    }

    @Test(
        arguments: [
            (
                100_000_001,
                "it claims a header of 100000001 bytes; the format allows 100000000. "
                    + "Check that this is a safetensors file, or download it again."
            ),
            (
                UInt64.max,
                "it claims a header of 18446744073709551615 bytes; the format allows 100000000. "
                    + "Check that this is a safetensors file, or download it again."
            ),
            (
                1 << 63,
                "it claims a header of 9223372036854775808 bytes; the format allows 100000000. "
                    + "Check that this is a safetensors file, or download it again."
            ),
            (100_000_000, "its header claims 100000000 bytes, but the file goes on for only 2. \(wait)"),
            (3, "its header claims 3 bytes, but the file goes on for only 2. \(wait)"),
        ] as [(UInt64, String)])
    func `a header length that lies`(length: UInt64, sentence: String) throws {
        try expect((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + "{}".utf8, sentence)
    }

    @Test(arguments: [
        ("", "its header does not begin with '{'"),
        (" {}", "its header does not begin with '{'"),
        ("[]", "its header does not begin with '{'"),
        ("{}\n", "its header is followed by something other than spaces"),
        ("{}{}", "its header is malformed at line 1, column 3: '{' after the end of the value"),
        ("{\"a\":1,}", "its header is malformed at line 1, column 7: a comma with nothing after it"),
        (
            "{\"x\":{\"dtype\":\"U8\"},\"\\u0078\":1}",
            "its header is malformed at line 1, column 21: the key 'x' occurs twice in this object"
        ),
        ("{\"\\ud800\":1}", "its header is malformed at line 1, column 3: half of a surrogate pair"),
        ("{\"__metadata__\":[]}", "'__metadata__' is not an object"),
        ("{\"__metadata__\":{\"k\":1}}", "the metadata 'k' is not a text"),
        ("{\"a\":null}", "the entry 'a' has no valid 'dtype'"),
        ("{\"a\":{\"shape\":[],\"data_offsets\":[0,1]}}", "the entry 'a' has no valid 'dtype'"),
        ("{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", "the entry 'a' has no valid 'shape'"),
        ("{\"a\":{\"dtype\":\"U8\",\"shape\":[]}}", "the entry 'a' has no valid 'data_offsets'"),
        (
            "{\"a\":{\"dtype\":\"Q9\",\"shape\":[],\"data_offsets\":[0,1]}}",
            "tensor 'a' has the unknown element type 'Q9'"
        ),
    ])
    func `a header that breaks a rule`(header: String, fact: String) throws {
        try expect(safetensors(header), "\(fact). \(Self.again)")
    }

    @Test(arguments: [
        ("U8", "[-1]", "[0,1]", "tensor 'a' has a shape that is not a list of whole sizes"),
        ("U8", "[1.0]", "[0,1]", "tensor 'a' has a shape that is not a list of whole sizes"),
        ("U8", "[18446744073709551616]", "[0,1]", "tensor 'a' has a shape that is not a list of whole sizes"),
        ("U8", "[1]", "[1,0]", "tensor 'a' has offsets that are not two rising whole numbers"),
        ("U8", "[1]", "[0,1,2]", "tensor 'a' has offsets that are not two rising whole numbers"),
        ("U8", "[1]", "[0,-1]", "tensor 'a' has offsets that are not two rising whole numbers"),
        ("F32", "[4611686018427387904]", "[0,0]", "tensor 'a' claims more bytes than 64 bits can count"),
        ("U8", "[4294967296,4294967296,0]", "[0,0]", "tensor 'a' claims more bytes than 64 bits can count"),
        ("F4", "[1]", "[0,1]", "tensor 'a' of type F4 ends inside a byte"),
        ("F32", "[1]", "[0,1]", "tensor 'a' takes 4 bytes by its shape, but 1 by its offsets"),
        ("U8", "[1]", "[0,4]", "tensor 'a' takes 1 byte by its shape, but 4 by its offsets"),
        ("U8", "[1]", "[2,3]", "tensor 'a' leaves 2 bytes unused before it"),
    ])
    func `a tensor that cannot be there`(type: String, shape: String, offsets: String, fact: String) throws {
        let header = "{\"a\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}}"
        try expect(safetensors(header, data: 4), "\(fact). \(Self.again)")
    }

    @Test(arguments: [
        ("[0,4]", "[0,4]", 4, "tensors 'b' and 'a' share bytes. \(again)"),
        ("[0,4]", "[2,6]", 6, "tensors 'a' and 'b' share bytes. \(again)"),
        ("[0,4]", "[5,9]", 9, "tensor 'b' leaves 1 byte unused before it. \(again)"),
        ("[0,4]", "[4,8]", 7, "it ends 1 byte too early. \(wait)"),
        (
            "[0,4]", "[4,8]", 11,
            "it goes on for 3 bytes after the last tensor. If you trust the file, cut them off: truncate -s 121 FILE."
        ),
    ])
    func `tensors that do not fill the file`(a: String, b: String, data: Int, sentence: String) throws {
        let header =
            "{\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":\(b)},"
            + "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":\(a)}}"
        try expect(safetensors(header, data: data), sentence)
    }

    @Test func `names that Swift cannot tell apart`() throws {
        let entry = "{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}"
        let header = "{\"\\u00e9\":\(entry),\"e\\u0301\":\(entry)}"
        try expect(safetensors(header), "two tensors are called 'e\u{301}'. \(Self.again)")
    }

    private func expect(_ contents: [UInt8], _ sentence: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("x.safetensors", contents)
        let error = #expect(throws: SafetensorsError.self) { try SafetensorsFile(path: path) }
        #expect(error.map { "\($0)" } == "\(path): \(sentence)")
    }
}

/// A file with this header, and zeros after it.
func safetensors(_ header: String, data: Int = 0) -> [UInt8] {
    let length = header.utf8.count
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + header.utf8
        + [UInt8](repeating: 0, count: data)
}
