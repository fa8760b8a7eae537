import JSON
import Tensors

/// A PyTorch checkpoint (`.ckpt`, `.pth`, `.pt`) in the zip form that `torch.save` writes since version 1.6.
///
/// Its table of contents is a pickle, a program; it is run by an interpreter that can call nothing. Every size that it
/// states is checked against the bytes in the archive.
struct CheckpointFile {
    let tensors: [String: StoredTensor]

    /// Words that lie beside the tensors, such as the activation of a hypernetwork; truth values as `true` and `false`.
    let texts: [String: String]

    /// - Throws: `FileError` or `CheckpointError`.
    init(_ file: MappedFile) throws {
        let archive = try ZipArchive(file)
        let pickles = archive.entries.keys.filter { $0.hasSuffix("/data.pkl") && $0.split(separator: "/").count == 2 }
        guard pickles.count == 1, let pickle = pickles.first.flatMap({ archive.entries[$0] }) else {
            throw CheckpointError(file.path, .notACheckpoint)
        }
        let folder = pickle.name.dropLast("data.pkl".count)
        if let order = archive.entries[folder + "byteorder"] {
            let text = String(decoding: try file.read(order.bytes.prefix(64)), as: UTF8.self)
            guard text == "little" else { throw CheckpointError(file.path, .byteOrder(text)) }
        }
        guard pickle.bytes.count <= Unpickler.byteLimit else {
            throw CheckpointError(file.path, .pickleTooLarge(bytes: pickle.bytes.count))
        }
        let code = try file.read(pickle.bytes)
        guard ImageCodec.crc32(code) == pickle.checksum else { throw CheckpointError(file.path, .pickleChecksum) }

        do {
            var unpickler = Unpickler(code)
            let top = try unpickler.run()
            let named = try Self.stateDictionary(top, unpickler)
            texts = Self.texts(top, unpickler)
            var storages = Storages(file: file, archive: archive, folder: folder + "data/")
            var tensors = [String: StoredTensor](minimumCapacity: named.count)
            for (name, tensor) in named { tensors[name] = try storages.stored(unpickler.tensors[tensor]) }
            self.tensors = tensors
        } catch {
            throw CheckpointError(file.path, error)
        }
    }

    /// Names and tensors: those of `state_dict`, or of the only dictionary in the file, or of the file itself, where
    /// a dictionary inside (`params_ema` of many upscalers) adds its key to the names.
    private static func stateDictionary(
        _ top: PickleValue, _ unpickler: Unpickler
    ) throws(CheckpointError.Problem) -> [(String, Int)] {
        func pairs(_ value: PickleValue) -> [(key: PickleValue, value: PickleValue)]? {
            if case .dictionary(let index) = value { unpickler.dictionaries[index].pairs } else { nil }
        }
        guard var root = pairs(top) else { throw .noWeights }
        let stated = root.last { if case .string("state_dict") = $0.key { true } else { false } }
        if let inner = (stated ?? (root.count == 1 ? root[0] : nil)).flatMap({ pairs($0.value) }) { root = inner }

        var named: [(String, Int)] = []
        for (key, value) in root {
            if case .int(let number) = key { named += numbered(number, value, unpickler) }
            guard case .string(let name) = key else { continue }
            if case .tensor(let tensor) = value { named.append((name, tensor)) }
            for (innerKey, innerValue) in pairs(value) ?? [] {
                if case .string(let inner) = innerKey, case .tensor(let tensor) = innerValue {
                    named.append(("\(name).\(inner)", tensor))
                }
            }
        }
        guard !named.isEmpty else { throw .noWeights }
        return named
    }

    /// What hypernetworks keep under a width: a pair of dictionaries, which become `768.0.linear.0.weight` and so on.
    private static func numbered(
        _ number: Int, _ value: PickleValue, _ unpickler: Unpickler
    ) -> [(String, Int)] {
        // No more than the two, so that a small file cannot name very many tensors.
        let parts = (unpickler.elements(value) ?? []).prefix(2).enumerated()
        return parts.flatMap { place, part -> [(String, Int)] in
            guard case .dictionary(let index) = part else { return [] }
            return unpickler.dictionaries[index].pairs.compactMap { key, value in
                guard case .string(let name) = key, case .tensor(let tensor) = value else { return nil }
                return ("\(number).\(place).\(name)", tensor)
            }
        }
    }

    private static func texts(_ top: PickleValue, _ unpickler: Unpickler) -> [String: String] {
        guard case .dictionary(let index) = top else { return [:] }
        var texts: [String: String] = [:]
        for (key, value) in unpickler.dictionaries[index].pairs {
            guard case .string(let name) = key else { continue }
            switch value {
            case .string(let text): texts[name] = text
            case .bool(let truth): texts[name] = "\(truth)"
            default: break
            }
        }
        return texts
    }
}
