import Kernels

/// Images of another height and width, with the numbers that ComfyUI gets; no method limits the result's range.
///
/// - Shapes: `image` [N, H, W, C] → [N, height, width, C].
/// - Accuracy: the bits of torch and Pillow for all methods but `bislerp`, whose sines differ in the last bits.
public func resized(
    _ image: Tensor, height: Int, width: Int, method: ResizeMethod, crop: ResizeCrop = .disabled,
    order: ChannelOrder = .last
) -> Tensor {
    precondition(image.shape.count == 4 && image.count > 0, "resized: \(image.shape)")
    precondition(height > 0 && width > 0, "resized: \(image.shape) to \(height) × \(width)")
    let source = crop == .center ? croppedToAspect(image, height: height, width: width) : image
    // A picture cut on its sides is no dense block any more; one cut above and below is, if it is alone.
    let isDense = source.shape[2] == image.shape[2] && (source.shape[1] == image.shape[1] || image.shape[0] == 1)
    let size = Resizing(
        images: source.shape[0], channels: source.shape[3], height: source.shape[1], width: source.shape[2],
        newHeight: height, newWidth: width)
    return Tensor(shape: [source.shape[0], height, width, source.shape[3]]) { output in
        switch method {
        case .nearestExact: resizeNearest(source.values, into: &output, size)
        case .bilinear:
            resizeBilinear(source.values, into: &output, size, isChannelsLast: order == .last && isDense)
        case .area: resizeArea(source.values, into: &output, size)
        case .bicubic: resizeBicubic(source.values, into: &output, size)
        case .lanczos: resizeLanczos(source.values, into: &output, size)
        case .bislerp: resizeBislerp(source.values, into: &output, size)
        }
    }
}

/// `resized` for latents.
///
/// - Shapes: `latent` [N, C, H, W] → [N, C, height, width].
public func resizedLatent(
    _ latent: Tensor, height: Int, width: Int, method: ResizeMethod, crop: ResizeCrop = .disabled
) -> Tensor {
    channelsFirst(
        resized(channelsLast(latent), height: height, width: width, method: method, crop: crop, order: .first))
}

/// Images of another height and width by torch's `bilinear` with `align_corners`: the pixels in the corners are the old ones.
///
/// - Shapes: `image` [N, H, W, C] → [N, height, width, C].
public func resizedBetweenCorners(_ image: Tensor, height: Int, width: Int) -> Tensor {
    if image.shape[1] == height, image.shape[2] == width { return image }
    let size = Resizing(image, height: height, width: width)
    return Tensor(shape: [image.shape[0], height, width, image.shape[3]]) {
        resizeBetweenCorners(image.values, into: &$0, size)
    }
}

/// Images of another height and width by torch's `bicubic` with `antialias`: each new pixel sees all old ones that it covers.
///
/// - Shapes: `image` [N, H, W, C] → [N, height, width, C].
public func resizedSmoothly(_ image: Tensor, height: Int, width: Int) -> Tensor {
    let size = Resizing(image, height: height, width: width)
    return Tensor(shape: [image.shape[0], height, width, image.shape[3]]) {
        resizeSmoothly(image.values, into: &$0, size)
    }
}

extension Resizing {
    fileprivate init(_ image: Tensor, height: Int, width: Int) {
        precondition(image.shape.count == 4 && image.count > 0 && height > 0 && width > 0, "resized: \(image.shape)")
        self.init(
            images: image.shape[0], channels: image.shape[3], height: image.shape[1], width: image.shape[2],
            newHeight: height, newWidth: width)
    }
}

/// The middle of an image with the aspect ratio of `height` × `width`, its sides rounded as ComfyUI rounds them.
///
/// - Shapes: `image` [N, H, W, C] → [N, at most H, at most W, C].
public func croppedToAspect(_ image: Tensor, height: Int, width: Int) -> Tensor {
    precondition(image.shape.count == 4 && height > 0 && width > 0, "croppedToAspect: \(image.shape)")
    let oldHeight = Double(image.shape[1])
    let oldWidth = Double(image.shape[2])
    let oldAspect = oldWidth / oldHeight
    let newAspect = Double(width) / Double(height)
    var top = 0
    var left = 0
    if oldAspect > newAspect {
        left = Int(((oldWidth - oldWidth * (newAspect / oldAspect)) / 2).rounded(.toNearestOrEven))
    } else if oldAspect < newAspect {
        top = Int(((oldHeight - oldHeight * (oldAspect / newAspect)) / 2).rounded(.toNearestOrEven))
    }
    guard top > 0 || left > 0 else { return image }
    return image.sliced(axis: 1, top..<image.shape[1] - top).sliced(axis: 2, left..<image.shape[2] - left)
}

/// Doubles height and width; every pixel becomes four.
///
/// - Shapes: `image` [N, H, W, C] → [N, 2·H, 2·W, C].
public func upsampleNearest2x(_ image: Tensor) -> Tensor {
    precondition(image.shape.count == 4, "upsampleNearest2x: \(image.shape)")
    let (images, height, width, channels) = (image.shape[0], image.shape[1], image.shape[2], image.shape[3])
    return Tensor(shape: [images, 2 * height, 2 * width, channels]) {
        upsampleNearest2x(
            image.values, into: &$0, images: images, height: height, width: width, channels: channels)
    }
}
