import Engine

// What passes through an autoencoder.

extension LatentOutline {
    /// The pictures that an autoencoder makes of it.
    func pictures(_ network: NetworkOutline) -> ImageOutline {
        ImageOutline(
            images: images, height: height.saturatingMultiply(by: network.cellSize),
            width: width.saturatingMultiply(by: network.cellSize))
    }
}

extension ImageOutline {
    /// The latents that an autoencoder makes of them.
    func latents(_ network: NetworkOutline) -> LatentOutline {
        LatentOutline(
            images: images, channels: 4, height: height / network.cellSize, width: width / network.cellSize)
    }

    /// Decoding them one after the other; they are collected, and joined at the end.
    var decoding: Int {
        ActivationMemory.decoding(pixels: pixels).saturatingAdd(images > 1 ? bytes : 0)
    }

    /// Decoding them in tiles: three passes, of which each has sums and weights of its own.
    func decoding(inTilesOf edge: Int) -> Int {
        ActivationMemory.decoding(pixels: min(pixels, edge.saturatingMultiply(by: edge)))
            .saturatingAdd(bytes.saturatingMultiply(by: 4))
    }

    func encoding(inTilesOf edge: Int? = nil) -> Int {
        let tile = edge.map { min(pixels, $0.saturatingMultiply(by: $0)) } ?? pixels
        return ActivationMemory.encoding(pixels: tile).saturatingAdd(bytes)
    }
}

extension VAEDecode: EstimatesMemory {
    /// The edge of tiles where memory does not suffice for a whole picture.
    ///
    /// - Units: pixels.
    static let leanTile = 512

    func estimateMemory() -> MemoryNeed? {
        guard let latent = $samples.outline, let network = $vae.outline else { return nil }
        let pictures = latent.pictures(network)
        $image.expect(pictures)
        let whole = pictures.decoding
        return MemoryNeed(working: whole, least: min(whole, pictures.decoding(inTilesOf: Self.leanTile)))
    }
}

extension VAEDecodeTiled: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let latent = $samples.outline, let network = $vae.outline else { return nil }
        let pictures = latent.pictures(network)
        $image.expect(pictures)
        return MemoryNeed(working: pictures.decoding(inTilesOf: tileSize))
    }
}

extension VAEEncode: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let pictures = $pixels.outline, let network = $vae.outline else { return nil }
        $latent.expect(pictures.latents(network))
        return MemoryNeed(working: pictures.encoding())
    }
}

extension SUPIRApply: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let pictures = $image.outline, var restoring = $model.outline,
            let patch = $modelPatch.outline
        else { return nil }
        restoring.files.merge(patch.files) { max($0, $1) }
        $restoring.expect(restoring)
        // The latent is decoded again only to draw predictions to the picture.
        return MemoryNeed(
            working: restoreCfg > 0 ? max(pictures.encoding(), pictures.decoding) : pictures.encoding())
    }
}

extension VAEEncodeTiled: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let pictures = $pixels.outline, let network = $vae.outline else { return nil }
        $latent.expect(pictures.latents(network))
        return MemoryNeed(working: pictures.encoding(inTilesOf: tileSize))
    }
}

extension VAEEncodeForInpaint: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let pictures = $pixels.outline, let network = $vae.outline else { return nil }
        $latent.expect(pictures.latents(network))
        return MemoryNeed(working: pictures.encoding())
    }
}
