import Engine

extension GLSLShader: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        let given = $images.outlines()
        guard let first = given.first, $fragmentShader.isThere else { return nil }
        let source = ShaderSource(fragmentShader)
        var made = ImageOutline(images: first.images, height: first.height, width: first.width, channels: 4)
        if sizeMode == .custom { (made.height, made.width) = (height, width) }
        // What the shader does not write is one black picture, however many outputs show it.
        for (output, image) in [$image0, $image1, $image2, $image3].enumerated() where output <= source.outputs {
            image.expect(made)
        }

        // One picture of each input, what is made of it and what one pass hands to the next; and all that is made before it is
        // put together.
        let read = given.reduce(0) { $0.saturatingAdd($1.picture) }
        let written = made.picture.saturatingMultiply(by: source.outputs + min(2, source.passes - 1))
        let results = made.bytes.saturatingMultiply(by: source.outputs)
        return MemoryNeed(working: read.saturatingAdd(written).saturatingAdd(results))
    }
}

extension ImageOutline {
    /// Bytes of one picture as shaders read and write it.
    fileprivate var picture: Int {
        // Rows are padded a little; sizes from graphs may be whatever they like.
        width.saturatingAdd(32).saturatingMultiply(by: height).saturatingMultiply(by: 16)
    }
}
