import Cache
import Foundation
import JSON
import Tensors
import Testing

@testable import Engine

/// A cache in a folder of its own, which is gone with it.
final class ToyCache {
    let path: String
    let folders: Folders
    let results: DiskResults

    init(budget: Int = 1 << 30) throws {
        path = NSTemporaryDirectory() + "darkroom-cache-\(UUID().uuidString)"
        folders = Folders(models: [], input: path + "/in", output: path + "/out", temp: path + "/temp")
        for folder in [folders.output, folders.temp] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        results = Self.results(in: path, budget, folders)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var folder: CacheFolder { results.folder }

    /// The same folder as another process sees it.
    func another(budget: Int = 1 << 30, output: String? = nil) -> DiskResults {
        var folders = folders
        if let output { folders.output = output }
        return Self.results(in: path, budget, folders)
    }

    private static func results(in path: String, _ budget: Int, _ folders: Folders) -> DiskResults {
        DiskResults(folder: CacheFolder(path + "/cache"), budget: budget, kinds: [Picture.self], folders: folders)
    }

    /// Whole and unfinished files below the cache, relative to it.
    var files: [String] {
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".safetensors") || $0.hasSuffix(".tmp") }.sorted()
    }
}

/// A value with a tensor.
struct Picture: StorablePort, Equatable {
    static let portType = "PICTURE"
    static let storedKind = "picture"
    var pixels: [Float]

    var memoryCost: Int { 4 * pixels.count }
    var stored: StoredValue? { StoredValue(tensors: ["pixels": Tensor(pixels, shape: [pixels.count])]) }

    init(_ pixels: [Float]) {
        self.pixels = pixels
    }

    init?(_ stored: StoredValue) {
        guard let pixels = stored.tensors["pixels"] else { return nil }
        self.pixels = pixels.array
    }
}

/// A value that no file can hold.
struct Engineer: Engine.Port {
    static let portType = "ENGINEER"
    var memoryCost: Int { 1 }
}

func key(_ number: Int) -> ResultKey {
    var text = KeyText()
    text.append(UInt64(number))
    return ResultKey(text)
}

func result(_ values: any Engine.Port..., seconds: Double = 1, saved: [String] = []) -> NodeResult {
    NodeResult(outputs: values.map { OutputValues($0) }, saved: saved, seconds: seconds)
}

let painter = ResultMaker(name: "Painter", version: 1)
