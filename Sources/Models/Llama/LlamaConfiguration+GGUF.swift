import Formats

extension LlamaConfiguration {
    /// Architectures that this network covers, as GGUF files name them.
    static let architectures: Set<String> = [
        "llama", "mistral", "mixtral", "qwen2", "qwen3", "qwen3moe", "phi3", "gemma2", "gemma3",
    ]

    /// - Throws: `LanguageModelError` for another architecture; `GGUFError` if something is missing or does not fit.
    init(_ file: GGUFFile) throws {
        let facts = try ModelFacts(file)
        guard Self.architectures.contains(facts.architecture) else {
            throw LanguageModelError(file.path, .architecture(facts.architecture))
        }
        let width = try facts.count("embedding_length")
        let heads = try facts.count("attention.head_count")
        let keyHeads = try facts.optionalCount("attention.head_count_kv") ?? heads
        guard heads.isMultiple(of: keyHeads) else { throw facts.unfit("attention.head_count_kv") }
        let headLength = try facts.optionalCount("attention.key_length") ?? width / heads
        guard headLength > 0, try facts.optionalCount("attention.value_length") ?? headLength == headLength else {
            throw facts.unfit("attention.value_length")
        }
        architecture = facts.architecture
        layers = try facts.count("block_count")
        self.width = width
        self.heads = heads
        self.keyHeads = keyHeads
        self.headLength = headLength
        contextLength = try facts.optionalCount("context_length") ?? 2048
        epsilon = try facts.number("attention.layer_norm_rms_epsilon")
        experts = try facts.optionalCount("expert_count") ?? 0
        expertsUsed = try facts.optionalCount("expert_used_count") ?? 0
        guard experts == 0 || 1...experts ~= expertsUsed else { throw facts.unfit("expert_used_count") }
        vocabulary = file.tensors["token_embd.weight"]?.shape.first ?? 0
        rope = try Rope(facts, headLength: headLength)
        attentionScale = 1 / Float(headLength).squareRoot()
        guard architecture.hasPrefix("gemma") else { return }

        activation = .geluTanh
        embeddingScale = Float(width).squareRoot()
        window = try facts.optionalCount("attention.sliding_window")
        windowPattern =
            try facts.optionalCount("attention.sliding_window_pattern") ?? (architecture == "gemma2" ? 2 : 6)
        // The largest of each generation divides by the width of a head that its queries were made for.
        if layers == (architecture == "gemma2" ? 46 : 62) { attentionScale = 1 / Float(width / heads).squareRoot() }
        if architecture == "gemma2" {
            attentionSoftCap = facts.optionalNumber("attn_logit_softcapping") ?? 50
            finalSoftCap = facts.optionalNumber("final_logit_softcapping") ?? 30
        } else {
            var local = rope
            local.base = facts.optionalNumber("rope.freq_base_swa") ?? 10_000
            local.scaling = .none
            localRope = local
        }
    }
}

extension LlamaConfiguration.Rope {
    fileprivate init(_ facts: ModelFacts, headLength: Int) throws {
        base = facts.optionalNumber("rope.freq_base") ?? 10_000
        dimensions = try facts.optionalCount("rope.dimension_count") ?? headLength
        guard dimensions <= headLength, dimensions.isMultiple(of: 2) else { throw facts.unfit("rope.dimension_count") }
        // Files of the first two families have their rows reordered for neighbours.
        pairsAreHalves = !["llama", "mistral", "mixtral"].contains(facts.architecture)

        let trained = try facts.optionalCount("rope.scaling.original_context_length")
        let attentionFactor = facts.optionalNumber("rope.scaling.attn_factor") ?? 1
        let factor = facts.optionalNumber("rope.scaling.factor") ?? facts.optionalNumber("rope.scale_linear") ?? 1
        switch facts.text("rope.scaling.type") {
        case "yarn"?:
            let length = try trained ?? facts.count("context_length")
            scaling = .yarn(factor: factor, trainedLength: length, attentionFactor: attentionFactor)
        case "longrope"?:
            scaling = .long(trainedLength: trained ?? 4096, attentionFactor: attentionFactor)
        case "none"?:
            scaling = .none
        default:
            if facts.hasLongFactors {
                scaling = .long(trainedLength: trained ?? 4096, attentionFactor: attentionFactor)
            } else {
                scaling = factor == 1 || factor == 0 ? .none : .linear(factor: factor)
            }
        }
    }
}

/// The metadata of one model; keys begin with its architecture.
private struct ModelFacts {
    let file: GGUFFile
    let architecture: String

    init(_ file: GGUFFile) throws {
        guard let name = file.metadata["general.architecture"]?.string else {
            throw GGUFError(file.path, .missing("general.architecture"))
        }
        self.file = file
        architecture = name
    }

    var hasLongFactors: Bool { file.tensors["rope_factors_long.weight"] != nil }

    func unfit(_ key: String) -> GGUFError { GGUFError(file.path, .unfit(key: "\(architecture).\(key)")) }

    func count(_ key: String) throws -> Int {
        guard let count = try optionalCount(key) else {
            throw GGUFError(file.path, .missing("\(architecture).\(key)"))
        }
        return count
    }

    /// A size; a list of sizes, one for each layer, must name the same everywhere.
    func optionalCount(_ key: String) throws -> Int? {
        guard let value = file.metadata["\(architecture).\(key)"] else { return nil }
        let count = value.int ?? value.ints.flatMap { Set($0).count == 1 ? $0.first : nil }
        guard let count, 0...1 << 24 ~= count else { throw unfit(key) }
        return count
    }

    func number(_ key: String) throws -> Float {
        guard let number = optionalNumber(key) else {
            throw GGUFError(file.path, .missing("\(architecture).\(key)"))
        }
        return number
    }

    func optionalNumber(_ key: String) -> Float? {
        file.metadata["\(architecture).\(key)"]?.double.map { Float($0) }
    }

    func text(_ key: String) -> String? { file.metadata["\(architecture).\(key)"]?.string }
}
