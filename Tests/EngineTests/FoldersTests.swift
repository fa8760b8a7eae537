import Engine
import Foundation
import Testing

struct FoldersTests {
    private func world() throws -> (ToyWorld, Folders) {
        let world = try ToyWorld()
        try world.write("1", to: "models/checkpoints/sdxl/base.safetensors")
        try world.write("2", to: "models/unet/old.gguf")
        try world.write("3", to: "models/checkpoints/notes.txt")
        try world.write("4", to: "models/checkpoints/.hidden.safetensors")
        try world.write("5", to: "second/checkpoints/tiny.safetensors")
        try world.write("6", to: "second/checkpoints/other.ckpt")
        try world.write("7", to: "elsewhere/extra.safetensors")
        try world.write("8", to: "input/photo.png")
        try world.write("9", to: "input/sub/b.jpg")
        try world.write("10", to: "output/made.png")
        try world.write("11", to: "temp/seen.png")
        var folders = world.folders
        folders.models.append(world.root + "/second")
        folders.further = ["checkpoints": [world.root + "/elsewhere"]]
        return (world, folders)
    }

    static let found: [(String, FileSource, String)] = [
        ("tiny.safetensors", .models("checkpoints"), "models/checkpoints/tiny.safetensors"),
        ("other.ckpt", .models("checkpoints"), "second/checkpoints/other.ckpt"),
        ("extra.safetensors", .models("checkpoints"), "elsewhere/extra.safetensors"),
        ("sdxl/base.safetensors", .models("checkpoints"), "models/checkpoints/sdxl/base.safetensors"),
        (#"sdxl\base.safetensors"#, .models("checkpoints"), "models/checkpoints/sdxl/base.safetensors"),
        ("old.gguf", .models("diffusion_models"), "models/unet/old.gguf"),
        ("photo.png", .input, "input/photo.png"),
        ("sub/b.jpg", .input, "input/sub/b.jpg"),
        ("made.png [output]", .input, "output/made.png"),
        ("seen.png [temp]", .input, "temp/seen.png"),
        ("photo.png [input]", .input, "input/photo.png"),
    ]

    @Test(arguments: found) func `a name leads to its file`(name: String, source: FileSource, path: String) throws {
        let (world, folders) = try world()
        #expect(try folders.file(name, in: source).path == "\(world.root)/\(path)")
    }

    static let refused = [
        "../tiny.safetensors", "/etc/passwd", #"..\..\etc\passwd"#, "a\u{0}.safetensors", ".", "..", "", "sdxl/",
        "a//b",
        "sdxl/../tiny.safetensors", "http://127.0.0.1/x.safetensors", "file:///etc/passwd", "./tiny.safetensors",
    ]

    @Test(arguments: refused) func `a name that could leave its folder is refused`(name: String) throws {
        let (_, folders) = try world()
        for source in [FileSource.models("checkpoints"), .input] {
            #expect(throws: FileNameError.leavesFolder(name: name, source: source)) {
                try folders.file(name, in: source)
            }
        }
        let annotated = name + " [output]"
        #expect(throws: FileNameError.leavesFolder(name: annotated, source: .input)) {
            try folders.file(annotated, in: .input)
        }
    }

    static let missing = [
        "nope", "photo.png [nope]", "photo.png [input] [output]", "%2e%2e/x.png", "~/.ssh/id_rsa",
        String(repeating: "n", count: 300), "photo.png/x",
    ]

    @Test(arguments: missing) func `a name without a file is missing`(name: String) throws {
        let (_, folders) = try world()
        #expect(throws: FileNameError.missing(name: name, source: .input)) { try folders.file(name, in: .input) }
    }

    @Test func `a folder, a pipe and a device are no files`() throws {
        let (world, folders) = try world()
        mkfifo(world.root + "/input/pipe.png", 0o600)
        try FileManager.default.createSymbolicLink(
            atPath: world.root + "/input/zero.png", withDestinationPath: "/dev/zero")
        for name in ["sub", "pipe.png", "zero.png"] {
            #expect(throws: FileNameError.notAFile(name: name, source: .input)) { try folders.file(name, in: .input) }
        }
    }

    @Test func `a folder below the input folder is found by its name, a file is none`() throws {
        let (world, folders) = try world()
        defer { withExtendedLifetime(world) {} }
        #expect(folders.names(in: .inputFolders) == ["sub"])
        #expect(try folders.file("sub", in: .inputFolders) == FileName(name: "sub", path: ""))
        let refused = FileNameError.notAFile(name: "photo.png", source: .inputFolders)
        #expect("\(refused)" == "'photo.png' in the input folder is no folder. Name a folder.")
        #expect(throws: refused) { try folders.file("photo.png", in: .inputFolders) }
        let missing = FileNameError.missing(name: "none", source: .inputFolders)
        #expect(throws: missing) { try folders.file("none", in: .inputFolders) }
        #expect(
            "\(missing)"
                == "there is no folder 'none' in the input folder. Put it into the input folder, or name a folder that is there."
        )
    }

    @Test func `lists hold what an editor can offer, through links, each once`() throws {
        let (world, folders) = try world()
        let models = world.root + "/models/checkpoints"
        try FileManager.default.createSymbolicLink(
            atPath: models + "/linked", withDestinationPath: world.root + "/elsewhere")
        // A link to its own parent would be a folder without end.
        try FileManager.default.createSymbolicLink(atPath: models + "/loop", withDestinationPath: models)

        #expect(
            folders.names(in: .models("checkpoints")) == [
                "extra.safetensors", "linked/extra.safetensors", "other.ckpt", "sdxl/base.safetensors",
                "tiny.safetensors",
            ])
        #expect(folders.names(in: .input) == ["photo.png", "sub/b.jpg"])
        #expect(folders.names(in: .models("nope")) == [])
    }
}
