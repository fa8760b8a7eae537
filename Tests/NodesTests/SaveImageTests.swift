import Engine
import Foundation
import Formats
import Tensors
import Testing

@testable import Nodes

struct SaveImageTests {
    @Test func `pictures are counted on from what lies in the folder`() throws {
        try withFolders { folders in
            try save(prefix: "cat", in: folders)
            try save(prefix: "cat", in: folders)
            try save(prefix: "category", in: folders)
            #expect(names(in: folders.output) == ["cat_00001_.png", "cat_00002_.png", "category_00001_.png"])
        }
    }

    @Test func `a prefix may name subfolders and hold marks`() throws {
        try withFolders { folders in
            try save(prefix: "a/b/%width%x%height%_%batch_num%", images: 2, in: folders)
            #expect(names(in: folders.output + "/a/b") == ["4x3_0_00001_.png", "4x3_1_00002_.png"])
        }
    }

    @Test(arguments: ["../x", "/tmp/x", "a/../../x", "a/..", "", ".", "a/", "http://x/y", "a\u{0}b"])
    func `a prefix that leads out of the folder is refused`(prefix: String) throws {
        try withFolders { folders in
            #expect(throws: SavingError.leavesFolder(prefix: prefix)) { try save(prefix: prefix, in: folders) }
            #expect(names(in: folders.output).isEmpty)
        }
    }

    @Test func `pixels are truncated to bytes, and the workflow goes into the file`() throws {
        try withFolders { folders in
            let node = SaveImage()
            node.images = Image(pixels: Tensor([0, 0.999, 1.5, -1, 0.5, 1 / 255], shape: [1, 1, 2, 3]))
            try node.run(RunContext(folders: folders, metadata: [("prompt", "{}")]))
            let saved = try Picture(path: folders.output + "/ComfyUI_00001_.png")
            #expect(saved.pixels.array.map { Int(($0 * 255).rounded()) } == [0, 254, 255, 0, 127, 1])
            #expect(saved.metadata["prompt"] == "{}")
        }
    }

    private func save(prefix: String, images: Int = 1, in folders: Folders) throws {
        let node = SaveImage()
        node.images = Image(pixels: Tensor(repeating: 0.5, shape: [images, 3, 4, 3]))
        node.filenamePrefix = prefix
        try node.run(RunContext(folders: folders))
    }

    private func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}
