import Formats
import Foundation
import JSON
import Tensors
import Testing

struct PictureTests {
    struct Recorded: CustomTestStringConvertible {
        let name: String
        let file: [UInt8]
        let width: Int
        let height: Int
        let rgb: [Float]
        let alpha: [Float]?
        let maximum: Float
        let texts: [String: String]
        var testDescription: String { name }
    }

    @Test func `the colours of every kind of PNG and JPEG are exact`() throws {
        let recorded = try Self.recorded()
        #expect(recorded.count == 66)
        for truth in recorded {
            let picture = try Picture(decoding: truth.file, name: truth.name)
            #expect(picture.width == truth.width && picture.height == truth.height, "\(truth.name)")
            #expect(picture.pixels.shape == [1, truth.height, truth.width, 3])
            // Decoders of other versions may round a JPEG's colours to a neighbour.
            let tolerance: Float = truth.name.hasPrefix("jpeg") ? 1.01 : 0
            let worst = zip(picture.pixels.array, truth.rgb).map { abs($0 * truth.maximum - $1) }.max()
            #expect(
                zip(picture.pixels.array, truth.rgb).allSatisfy {
                    tolerance > 0 ? abs($0 * truth.maximum - $1) <= tolerance : $0 == $1 / truth.maximum
                }, "\(truth.name): off by \(worst ?? .nan)")
            #expect(picture.alpha?.array == truth.alpha.map { $0.map { $0 / truth.maximum } }, "\(truth.name)")
            #expect(picture.metadata == truth.texts, "\(truth.name)")
        }
    }

    @Test func `a picture's size is known without decoding it, upright`() throws {
        let folder = try TemporaryFolder()
        for truth in try Self.recorded() {
            let path = try folder.file("picture", truth.file)
            let size = try Picture.size(of: path)
            #expect(size == (truth.width, truth.height), "\(truth.name)")
        }
        let words = try folder.file("words", Array("not a picture".utf8))
        #expect(throws: PictureError.self) { try Picture.size(of: words) }
    }

    @Test func `the mask is where the picture is transparent`() throws {
        let recorded = try Self.recorded()
        let opaque = try #require(recorded.first { $0.name == "rgb 8 bit" })
        let empty = try Picture(decoding: opaque.file, name: "").mask
        #expect(empty.shape == [1, 64, 64] && empty.array.allSatisfy { $0 == 0 })

        let truth = try #require(recorded.first { $0.name == "rgba 8 bit" })
        let mask = try Picture(decoding: truth.file, name: "").mask
        #expect(mask.shape == [1, truth.height, truth.width])
        #expect(mask.array == truth.alpha?.map { 1 - $0 / 255 })
    }

    @Test func `texts are read without the pixels`() throws {
        let truth = try #require(try Self.recorded().first { $0.name == "texts" })
        let folder = try TemporaryFolder()
        #expect(try Picture.metadata(of: folder.file("x.png", truth.file)) == truth.texts)
        // Everything after the texts may be missing.
        let cut = try #require(truth.file.indices.first { truth.file[$0...].starts(with: "IDAT".utf8) })
        #expect(try Picture.metadata(of: folder.file("y.png", Array(truth.file[..<cut]))) == truth.texts)
    }

    private static func recorded() throws -> [Recorded] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let text = try Data(contentsOf: folder.appending(path: "Golden/Formats/pictures.json"))
        let records = try #require(try JSONValue(parsing: [UInt8](text)).array)
        return try records.map { record in
            func numbers(_ key: String) -> [Float]? { record[key]?.array?.compactMap { $0.double.map { Float($0) } } }
            let file = try #require(record["file"]?.string.flatMap { Data(base64Encoded: $0) })
            return Recorded(
                name: try #require(record["name"]?.string), file: [UInt8](file),
                width: try #require(record["width"]?.int), height: try #require(record["height"]?.int),
                rgb: try #require(numbers("rgb")), alpha: numbers("alpha"),
                maximum: Float(try #require(record["maximum"]?.int)),
                texts: try #require(record["texts"]?.object?.members).reduce(into: [:]) {
                    $0[$1.key] = $1.value.string
                })
        }
    }
}
