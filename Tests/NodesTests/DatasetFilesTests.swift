import Engine
import Formats
import Foundation
import Tensors
import Testing

@testable import Nodes

/// Truth: what ComfyUI reads and writes, recorded by `Tests/Golden/Datasets/record_datasets.py`.
struct DatasetFilesTests {
    /// The folders that the recording reads, with pictures of the same sizes.
    private static func make(in input: String) throws {
        for folder in ["set/2_dogs", "set/cats", "set/0_none", "empty/x"] {
            try FileManager.default.createDirectory(atPath: "\(input)/\(folder)", withIntermediateDirectories: true)
        }
        let names = [
            "set/b.png", "set/a.PNG", "set/2_dogs/d.png", "set/2_dogs/c.png", "set/cats/e.png", "set/0_none/f.png",
        ]
        for (index, name) in names.enumerated() {
            let picture = RecordedDatasets.pictures(1, 3 + index, 5).reshaped([3 + index, 5, 3])
            try AtomicFile.write(PNG.encode(picture), to: "\(input)/\(name)")
        }
        let texts = ["set/b.txt": " b \r\nof two lines\r\n", "set/2_dogs/c.txt": "ç", "set/0_none/f.txt": "never"]
        for (name, text) in texts { try AtomicFile.write(Array(text.utf8), to: "\(input)/\(name)") }
    }

    @Test func `folders are read as ComfyUI reads them, by their names`() throws {
        let recorded = try RecordedDatasets.read().files
        try withFolders { folders in
            try Self.make(in: folders.input)
            #expect(folders.names(in: .inputFolders) == recorded.subfolders)
            let plain = LoadImageDataSetFromFolder()
            plain.folder = try folders.file("set", in: .inputFolders)
            try plain.run(RunContext(folders: folders))
            #expect(plain.images.map(\.pixels.shape) == recorded.plain)
            let pairs = LoadImageTextDataSetFromFolder()
            pairs.folder = plain.folder
            try pairs.run(RunContext(folders: folders))
            #expect(pairs.images.map(\.pixels.shape) == recorded.pairs)
            #expect(pairs.texts == recorded.texts)
        }
    }

    @Test func `pictures of a folder are not turned, whatever they say`() throws {
        let recorded = try RecordedDatasets.read().files.turned
        try withFolders { folders in
            try FileManager.default.createDirectory(atPath: folders.input + "/one", withIntermediateDirectories: true)
            let file = try #require(Data(base64Encoded: recorded.file))
            try AtomicFile.write(Array(file), to: folders.input + "/one/b.png")
            let node = LoadImageDataSetFromFolder()
            node.folder = try folders.file("one", in: .inputFolders)
            try node.run(RunContext(folders: folders))
            #expect(node.images.first?.pixels.array.map { Int(($0 * 255).rounded()) } == recorded.bytes)
            // The file does say so.
            let upright = try Picture(path: folders.input + "/one/b.png")
            #expect(upright.width == node.images.first?.pixels.shape[1])
        }
    }

    @Test func `the files that a folder brings are told before anything runs`() throws {
        try withFolders { folders in
            try Self.make(in: folders.input)
            let node = LoadImageTextDataSetFromFolder()
            node.folder = try folders.file("set", in: .inputFolders)
            let files = try node.files(in: folders).map { String($0.dropFirst(folders.input.count + 5)) }
            let dogs = ["2_dogs/c.png", "2_dogs/c.txt", "2_dogs/d.png"]
            #expect(files == dogs + dogs + ["a.PNG", "b.png", "b.txt", "cats/e.png"])
        }
    }

    @Test func `a folder without pictures, and one that is none, are refused`() throws {
        try withFolders { folders in
            try Self.make(in: folders.input)
            let node = LoadImageDataSetFromFolder()
            node.folder = try folders.file("empty", in: .inputFolders)
            #expect(throws: DatasetError.noPictures(folder: "empty")) { try node.run(RunContext(folders: folders)) }
            for name in ["..", "../input", "/tmp", "set/..", ""] {
                #expect(throws: FileNameError.leavesFolder(name: name, source: .inputFolders)) {
                    try folders.file(name, in: .inputFolders)
                }
            }
            #expect(throws: FileNameError.missing(name: "no", source: .inputFolders)) {
                try folders.file("no", in: .inputFolders)
            }
            #expect(throws: FileNameError.notAFile(name: "set/b.png", source: .inputFolders)) {
                try folders.file("set/b.png", in: .inputFolders)
            }
        }
    }

    @Test func `a folder whose number is too large is refused`() throws {
        try withFolders { folders in
            let folder = folders.input + "/big/99999999999999999999_x"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try AtomicFile.write(PNG.encode(Tensor(zeros: [1, 1, 3])), to: folder + "/a.png")
            let node = LoadImageTextDataSetFromFolder()
            node.folder = try folders.file("big", in: .inputFolders)
            #expect(throws: DatasetError.tooMany(folder: "big")) { try node.run(RunContext(folders: folders)) }
        }
    }

    @Test func `files are written and counted as ComfyUI does it`() throws {
        let recorded = try RecordedDatasets.read().files
        let images = [
            Image(pixels: RecordedDatasets.pictures(1, 4, 5)),
            Image(pixels: RecordedDatasets.pictures(1, 6, 3, shift: 1) * 1.3 - 0.1),
        ]
        try withFolders { folders in
            for wanted in recorded.saved {
                let node = SaveImageTextDataSetToFolder()
                node.images = images
                (node.folderName, node.filenamePrefix, node.texts) = (wanted.folder, wanted.prefix, wanted.texts)
                node.mode = try #require(DatasetMode(rawValue: wanted.mode))
                try node.run(RunContext(folders: folders))
                let there = try FileManager.default.subpathsOfDirectory(atPath: folders.output)
                #expect(there.filter { $0.contains(".") }.sorted() == wanted.files)
                for (name, text) in wanted.contents {
                    let bytes = try readFile("\(folders.output)/\(name)", limit: 100)
                    #expect(bytes == Array(text.utf8), "\(name)")
                }
            }
            let second = try Picture(path: folders.output + "/mine/image_00001.png").pixels
            #expect(second.array.map { Int(($0 * 255).rounded()) } == recorded.png)
        }
    }

    @Test func `nothing is written outside of the output folder`() throws {
        try withFolders { folders in
            let node = SaveImageDataSetToFolder()
            node.images = [Image(pixels: Tensor(zeros: [1, 1, 1, 3]))]
            for folder in ["..", "a/../..", "/tmp"] {
                node.folderName = folder
                #expect(throws: DatasetError.leavesFolder(folder)) { try node.run(RunContext(folders: folders)) }
            }
            node.folderName = "set"
            node.filenamePrefix = "../image"
            #expect(throws: SavingError.leavesFolder(prefix: "../image")) {
                try node.run(RunContext(folders: folders))
            }
            node.filenamePrefix = "image"
            node.images = [Image(pixels: Tensor(zeros: [2, 1, 1, 3]))]
            #expect(throws: DatasetError.batch(2)) { try node.run(RunContext(folders: folders)) }
            let left = try FileManager.default.contentsOfDirectory(atPath: folders.output)
            #expect(left.isEmpty)
        }
    }
}
