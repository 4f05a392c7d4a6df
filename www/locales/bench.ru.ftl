# Страница замеров по-русски, загружается вместе с ней. Те же ключи, что в bench.en.ftl (проверяет locales/check.mjs).

bench-back = Назад в лабораторию
bench-lead = Одна и та же работа на процессоре и на видеокарте: сколько она длится и сколько это вычислений в секунду. Никуда ничего не отправляется.
bench-run = Измерить
bench-again = Ещё раз
bench-stop = Остановить
bench-copy = Скопировать
bench-copied = Скопировано
bench-copy-by-hand = Браузер не даёт записать в буфер обмена: скопируйте отсюда.
bench-progress = Измерено
bench-ready = Займёт около минуты. Закройте то, что нагружает компьютер.
bench-opening = Подготовка …
bench-running = { $done } из { $all }: { $item }, { $device }
bench-stopped = Остановлено. Измеренное остаётся.
bench-machine = Логических процессоров: { $cores }; WebGPU: { $adapter }

bench-device = Где
bench-ms = мс
bench-gflops = GFLOP/s
bench-dispatches = Запусков
bench-bytes = Память
bench-cpu = Процессор
bench-webgpu = WebGPU
bench-megabytes = { $megabytes } МБ
bench-range = От быстрейшего до медленнейшего из замеров ({ $rounds }): { $range } мс
bench-verdict = { $device } быстрее в { $ratio } раза
bench-equal = одинаково быстро
bench-now = измеряется …
bench-failed = Не удалось: { $message }
bench-no-webgpu = В этом браузере нет WebGPU.
bench-no-module = Вычислительная часть страницы не загрузилась.

bench-item-mm256 = Произведение матриц, 256
bench-about-mm256 = 256 × 256 на 256 × 256
bench-item-mm512 = Произведение матриц, 512
bench-about-mm512 = 512 × 512 на 512 × 512
bench-item-mm1024 = Произведение матриц, 1024
bench-about-mm1024 = 1024 × 1024 на 1024 × 1024
bench-item-lstm = LSTM
bench-about-lstm = шаг обучения: пакет 32, 64 символа, 128 нейронов
bench-item-gru = GRU
bench-about-gru = шаг обучения: пакет 32, 64 символа, 128 нейронов
bench-item-cnn = Небольшая свёрточная сеть
bench-about-cnn = шаг обучения: пакет 64, картинки 28 × 28
bench-item-inception = Модуль Inception
bench-about-inception = вперёд и назад: пакет 16, 28 × 28 × 32
bench-item-w2v = word2vec, полный softmax
bench-about-w2v = шаг обучения: пакет 256, 2000 слов по 64 числа

bench-notes = Процессор считает в одном потоке, в WebAssembly с 128-битным SIMD. В GFLOP/s входят умножения и сложения матричных произведений и свёрток, вперёд и назад. Запуски — это программы, которые видеокарта получает за один шаг. Память — место под тензоры: занятое и оставленное для следующего шага.
