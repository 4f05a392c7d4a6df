# Лаборатория зрения по-русски, загружается вместе с ней. Те же ключи, что в vision.en.ftl (проверяет locales/check.mjs).

vision-name = Лаборатория зрения
vision-epoch = Эпоха
vision-unit-speed = изобр./с
vision-test-accuracy = Верно в тесте
vision-finished = Готово: сеть училась на всех изображениях столько раз, сколько задано ({ $epochs }). Увеличьте число эпох, чтобы продолжить; «Сброс» начинает заново.
reason-cpu-small-model = Считает процессор: такой маленькой сетью GPU почти нечем занять. Здесь это не измерено; для сравнения выберите WebGPU.

## Обучение

vision-learning = Как она учится
vision-learning-lead = Нажмите «Обучать». На тестовых изображениях сеть не учится, но на них смотрели, когда выбирали настройки сетей; каждые несколько секунд её на них проверяют.
vision-tested = После шага { $step } верно распознано { $accuracy } из { $images } тестовых изображений.
vision-tested-auxiliary = Вспомогательные выходы: { $heads }.
vision-accuracy = Верные ответы
vision-loss = Кросс-энтропия в натах, логарифмическая шкала
vision-train = Обучающая часть
vision-test = Тестовая часть
vision-test-head = Тестовая часть, выход { $head }
vision-step-axis = шаг
vision-column-train-loss = Потери, обучение
vision-column-test-loss = Потери, тест
vision-save = Сохранить числа (CSV)

## Настройки

vision-experiments = Попробуйте
vision-show-digits = LeNet учится читать цифры
vision-show-garments = Маленькая GoogLeNet учится различать одежду
vision-show-locality = Пиксели в другом порядке: что останется от CNN?
setting-data = Изображения
vision-data-mnist = Цифры (MNIST)
vision-data-fashion = Одежда (Fashion-MNIST)
vision-data-own = Свои
vision-images = { $train } для обучения, { $test } отложено, классов: { $classes }
vision-images-wait = Изображения загружаются …
vision-origin = Источник и лицензия
setting-model = Сеть
vision-model-softmax = Softmax-регрессия
vision-model-mlp = MLP
vision-model-lenet = LeNet
vision-model-googlenet = GoogLeNet, малая
vision-model-googlenet-large = GoogLeNet, большая
vision-model-own = Своя
vision-about-softmax = По одному весу на пиксель и класс и softmax: своих признаков нет.
vision-about-mlp = Каждый пиксель связан с каждым скрытым нейроном: где лежит пиксель, для сети не важно.
vision-about-lenet = Две свёртки с пулингом, затем полносвязные слои (LeCun et al. 1998).
vision-about-googlenet = Модули Inception из четырёх ветвей, два вспомогательных выхода, глобальный средний пулинг (Szegedy et al. 2015).
vision-about-googlenet-large = То же, но шире: в браузере учится медленно.
vision-about-own = Блоки, которые вы собрали сами.
setting-net = Блоки
setting-reductions = Свёртки 1×1 для сжатия
vision-hint-reductions = Свёртки 1×1 удешевляют следующие за ними 3×3 и 5×5. Без них те видят все каналы.
setting-permute = Переставить пиксели
vision-hint-permute = Пиксели меняются местами, одинаково на всех изображениях. Соседей больше нет, а с ними и преимущества свёртки.
setting-augment = Сдвигать и поворачивать
vision-hint-augment = Каждый раз, когда на изображении учатся, его немного сдвигают и поворачивают.
setting-samples = Изображений для обучения
vision-hint-samples = 0 — все.
vision-group-learning = Обучение
vision-option-adam = Adam
vision-option-sgd = SGD
vision-option-rmsprop = RMSprop
vision-option-auto = авто
vision-option-webgpu = WebGPU
vision-option-cpu = CPU
setting-epochs = Эпохи
vision-hint-epochs = Сколько раз проходят все изображения; затем обучение останавливается.
vision-hint-learningRate = η, длина шага вдоль градиента.
vision-hint-momentum = Доля прошлого шага, которая остаётся в следующем.
vision-hint-batch = B, изображений на шаг; их градиенты усредняются.
setting-auxiliaryWeight = Вес вспомогательных выходов
vision-hint-auxiliaryWeight = С каким весом потери вспомогательного выхода входят в общие.
vision-hint-clip = Градиент с большей нормой укорачивается до неё. 0 — выключено.
vision-hint-seed = Определяет веса, dropout и порядок изображений: то же число — тот же ход.

## Свои изображения

vision-own = Свои изображения
vision-own-hint = Не меньше двух классов, в каждом не меньше { $fewest } изображений. Перетащите файлы на класс или выберите их. Средний квадрат каждого станет 28×28 серых пикселей прямо в браузере; ничего никуда не отправляется.
vision-own-count = { $count ->
    [one] { $count } изображение
    [few] { $count } изображения
   *[other] { $count } изображений
}
vision-new-class = Название класса
vision-add-class = Добавить класс
vision-add-images = Добавить изображения …
vision-add-images-of = Добавить изображения: { $name }
vision-remove-class = Убрать { $name }
vision-reading = Изображения читаются …
vision-use-own = Учиться на них
vision-more-refused = … и ещё { $count }
failure-own-too-few = В классе «{ $class }» изображений: { $have }; в каждом классе нужно не меньше { $fewest }.
failure-own-too-few-classes = Классов своих изображений: { $classes }; нужно не меньше { $fewestClasses }, в каждом не меньше { $fewest } изображений.
failure-own-too-many-classes = Не больше { $limit } классов.
failure-image-too-many = { $file } не добавлен: не больше { $limit } изображений.
failure-image-no-class = { $file }: назовите файл «класс/имя», например cats/1.png.
failure-image-empty = { $file } пуст.
failure-image-svg = { $file } — рисунок SVG. Сохраните его как PNG.
failure-image-no-image = { $file } — не изображение PNG, JPEG, GIF, WebP или BMP.
failure-image-wrong-extension = { $file } на самом деле изображение { $format }. Переименуйте его, чтобы было ясно, что это.
failure-image-too-large = { $file }: { $have } МБ; читается не больше { $limit } МБ.
failure-image-too-many-pixels = { $file }: { $have } мегапикселей; декодируется не больше { $limit }. Сначала уменьшите его.
failure-image-cmyk = { $file } — JPEG в CMYK, для печати. Сохраните его в RGB.
failure-image-truncated = { $file } обрывается: части файла не хватает.
failure-image-no-decoder = { $file } не прочитан: не удалось загрузить декодер изображений. Выберите файл ещё раз.
failure-image-unreadable = { $file } не декодируется: он повреждён.
failure-image-animated = { $file } — анимация: взят её первый кадр.

## Ошибки

failure-bad-net = Блок { $block }, «{ $text }» (символ { $position }), не читается. { $reason }
failure-impossible-net = { $block } не подходит ко входу { $shape }: { $why ->
    [window] его окно больше того, что он получает.
    [no-image] после глобального среднего или полносвязного блока изображения больше нет.
    [range] одно из его чисел вне допустимых границ.
    [blocks] блоков слишком много.
    [parameters] в сети было бы слишком много параметров.
    [flops] на одно изображение ушло бы слишком много операций.
   *[activations] одно изображение заняло бы слишком много памяти.
}
failure-no-images = Изображений ещё нет.
failure-no-own-images = Своих изображений ещё нет.
failure-bad-image = В изображении чисел: { $have }; нужно { $need }.
failure-no-such-block = Блока «{ $value }» нет.
failure-no-maps = Карта активации класса есть только у сети, которая кончается глобальным средним.
failure-not-tested = На тестовой части сеть ещё не проверяли.
failure-no-kernels = У «{ $value }» нет ядер.
failure-no-arithmetic = Такого числа нет.
failure-idx-wrong-magic = Это не файл IDX ({ $wanted }): он начинается с { $found }, а не с { $magic }.
failure-idx-broken-gzip = Файл изображений повреждён или оборвался по дороге. Попробуйте ещё раз; если не поможет, загрузите страницу снова.
failure-idx-truncated = Файл обрывается: обещано { $need } байт, есть { $have }.
failure-idx-too-long = Файл длиннее обещанных { $need } байт.
failure-images-none = В файле ничего нет ({ $wanted }).
failure-images-too-many = { $count } ({ $wanted }) — слишком много; не больше { $limit }.
failure-images-bad-size = Изображения { $rows }×{ $columns } не загрузить: сторона от 1 до { $limit }.
failure-images-too-many-pixels = Всего { $pixels } пикселей — слишком много; не больше { $limit }.
failure-images-other-size = Изображения { $rows }×{ $columns } вместо { $wantedRows }×{ $wantedColumns }.
failure-images-counts-differ = Изображений { $images }, меток { $labels }: у каждого изображения должна быть одна метка.
failure-images-label-out-of-range = Метка { $label } изображения { $image } вне границ: классов { $classes }.
failure-images-bad-classes = Классов { $classes }: сеть различает от 2 до { $limit }.
failure-images-too-few-of-class = В классе «{ $class }» изображений: { $have }; в каждом нужно не меньше { $need }.
failure-images-too-few = Изображений { $have }; нужно не меньше { $need }.
