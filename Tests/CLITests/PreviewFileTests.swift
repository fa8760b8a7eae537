import Engine
import Formats
import Foundation
import Tensors
import Testing

@testable import CLI

struct PreviewFileTests {
    @Test func `the file holds the last preview, whole`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "previews-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "now.png").path
        let file = try PreviewFile(path)
        let node = NodeName(id: "3", type: "KSampler")
        for grey in [UInt8(0), 51] {
            file.note(.previewed(node, Preview(width: 3, height: 2, pixels: [UInt8](repeating: grey, count: 18))))
        }
        let picture = try Picture(path: path)
        #expect(picture.pixels.shape == [1, 2, 3, 3])
        #expect((0..<18).allSatisfy { picture.pixels.values[$0] == 0.2 })
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["now.png"])
    }

    @Test func `a place where nothing can be written is refused before the run`() {
        let error = #expect(throws: PreviewError.self) { try PreviewFile("/no/such/folder/now.png") }
        #expect(
            error?.description
                == "/no/such/folder/now.png: the preview cannot be written here. Name a file in a folder that exists.")
    }
}
