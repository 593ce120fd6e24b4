/**
 * Extensions that are never advertised, and whose functions do not exist unless something else has them too: what
 * they promise needs memory, handles or addresses that only make sense on one side of the wire.
 */
function because(reason: string, names: string): Record<string, string> {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [`GL_${name}`, reason]),
  );
}

export const excludedExtensions: Record<string, string> = {
  ...because(
    'the driver would read or write memory of the application long after the call, which is on another machine',
    `AMD_pinned_memory APPLE_client_storage APPLE_texture_range APPLE_vertex_array_range APPLE_flush_buffer_range
     NV_pixel_data_range NV_vertex_array_range NV_vertex_array_range2 INTEL_map_texture EXT_external_buffer
     SGIX_instruments SGIX_tag_sample_buffer SGIX_igloo_interface`,
  ),
  ...because(
    'imports memory or semaphores of another API of the same machine, which the program and the driver are not on',
    `EXT_memory_object EXT_memory_object_fd EXT_memory_object_win32 EXT_semaphore EXT_semaphore_fd EXT_semaphore_win32
     EXT_win32_keyed_mutex NV_memory_attachment NV_memory_object_sparse NV_timeline_semaphore NVX_progress_fence
     NV_draw_vulkan_image NV_vdpau_interop NV_vdpau_interop2 NV_query_resource_tag NV_query_resource`,
  ),
  ...because(
    'takes sync objects of another API of the same machine',
    'ARB_cl_event EXT_x11_sync_object EXT_import_sync_object',
  ),
  ...because(
    'EGL images name objects of the machine that the program runs on',
    `EXT_EGL_image_array EXT_EGL_image_storage_compression EXT_YUV_target`,
  ),
  ...because(
    'raw GPU addresses let a program read what is not its own',
    `NV_bindless_multi_draw_indirect NV_bindless_multi_draw_indirect_count NV_shader_buffer_load NV_shader_buffer_store
     NV_vertex_buffer_unified_memory NV_uniform_buffer_unified_memory NV_command_list NV_gpu_program5_mem_extended`,
  ),
  ...because(
    'belongs to hardware that presents or captures video on the machine itself',
    'NV_present_video NV_video_capture',
  ),
  ...because(
    "GPUs of the host are not the program's to choose between",
    'NV_gpu_multicast NVX_gpu_multicast2 NVX_linked_gpu_multicast',
  ),
  ...because(
    'which kind of object a name means is an argument like any other, and names differ on the two sides',
    'APPLE_fence APPLE_object_purgeable AMD_name_gen_delete',
  ),
  ...because(
    "results arrive in application memory at a time of the driver's choosing",
    'SGIX_async SGIX_async_histogram SGIX_async_pixel',
  ),
  ...because(
    'reads shaders and textures of other contexts back, of a driver that is not there',
    'QCOM_extended_get QCOM_extended_get2',
  ),
  ...because(
    'glyphs are outlines of fonts and font files of the machine that the driver runs on, which are not those of the program',
    'NV_path_rendering NV_path_rendering_shared_edge',
  ),
  ...because(
    'has vertex arrays of its own beside the generic ones; ARB_vertex_program took its place in 2002',
    'NV_vertex_program',
  ),
  ...because(
    'the registry has neither its calls nor its enums',
    'EXT_transform_feedback2 KTX_buffer_region NVX_nvenc_interop NV_feature_query NV_texture_array NV_timer_query',
  ),
  GL_EXT_memory_object: 'memory comes in through handles of the machine that the program runs on',
  GL_EXT_semaphore: 'semaphores come in through handles of the machine that the program runs on',
  GL_NV_memory_attachment: 'needs GL_EXT_memory_object',
};

/** Extensions that are there only when the stub trusts its guests (`--trust-guests`), and why. */
export const trustedExtensions: Record<string, string> = because(
  'handles of the driver are plain numbers, with which a shader can name what is not its own',
  'ARB_bindless_texture NV_bindless_texture IMG_bindless_texture',
);

/**
 * Extensions that drivers offer and the registry does not list. Those that are not excluded have no calls of their own:
 * enums, formats and words of the shading language travel like any others.
 */
export const unlistedExtensions: Record<string, string[]> = {
  GL_APPLE_packed_pixels: ['gl'],
  GL_ATI_blend_equation_separate: ['gl', 'glcore'], // glBlendEquationSeparateATI is in no driver's library
  GL_ATI_texture_compression_3dc: ['gl'],
  GL_EXTX_framebuffer_mixed_formats: ['gl', 'glcore'],
  GL_EXT_Cg_shader: ['gl'],
  GL_EXT_compressed_ETC1_RGB8_sub_texture: ['gles1', 'gles2'],
  GL_EXT_EGL_image_external_wrap_modes: ['gles2'],
  GL_EXT_demote_to_helper_invocation: ['gl', 'glcore', 'gles2'],
  GL_EXT_frag_depth: ['gles2'],
  GL_EXT_import_sync_object: ['gl', 'glcore'],
  GL_EXT_multisample_compatibility: ['gles1', 'gles2'],
  GL_EXT_shader_samples_identical: ['gl', 'glcore', 'gles2'],
  GL_EXT_texture_edge_clamp: ['gl'],
  GL_EXT_texture_lod: ['gl'],
  GL_EXT_texture_rectangle: ['gl'],
  GL_EXT_transform_feedback2: ['gl', 'glcore'],
  GL_INTEL_shader_atomic_float_minmax: ['gl', 'glcore', 'gles2'],
  GL_INTEL_shader_integer_functions2: ['gl', 'glcore', 'gles2'],
  GL_KTX_buffer_region: ['gl'],
  GL_MESA_texture_signed_rgba: ['gl'],
  GL_NV_ES1_1_compatibility: ['gl'],
  GL_NV_ES3_1_compatibility: ['gl', 'glcore'],
  GL_NVX_nvenc_interop: ['gl', 'glcore'],
  GL_NV_feature_query: ['gl', 'glcore'],
  GL_NV_gpu_program4_1: ['gl'],
  GL_NV_gpu_program_fp64: ['gl'],
  GL_NV_gpu_program_multiview: ['gl'],
  GL_NV_occlusion_query_samples: ['gles2'],
  GL_NV_pack_subimage: ['gles2'],
  GL_NV_packed_float: ['gles2'],
  GL_NV_packed_float_linear: ['gles2'],
  GL_NV_texture_array: ['gles2'],
  GL_NV_texture_compression_latc: ['gles2'],
  GL_NV_texture_compression_s3tc: ['gles2'],
  GL_NV_timer_query: ['gles2'],
  GL_OES_EGL_sync: ['gles1', 'gles2'],
  GL_OES_depth_texture_cube_map: ['gles2'],
  GL_SUN_multi_draw_arrays: ['gl'], // the calls of GL_EXT_multi_draw_arrays
};

/** Commands that an extension has only where another one is present too, which is never advertised. */
export const conditionalCommands: Record<string, string[]> = {
  GL_NV_vertex_attrib_integer_64bit: ['glVertexAttribLFormatNV'], // of GL_NV_vertex_buffer_unified_memory
};
