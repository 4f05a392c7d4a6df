# Глава лекции 02-convolution: что нашли эксперименты и что говорят рисунки.

found-reductions = Параметров со сжатием { NUMBER($parametersWith) }, Мфлоп на изображение { $flopsWith }; без него { NUMBER($parametersWithout) } и { $flopsWithout }: в { $parametersTimes } и в { $flopsTimes } { $flopsTimes ->
        [one] раз
        [many] раз
       *[other] раза
    } больше. Шаг занял { $msWith } мс со сжатием и { $msWithout } мс без него: в { $times } { $times ->
        [one] раз
        [many] раз
       *[other] раза
    } дольше.
found-reductions-slower = Параметров со сжатием { NUMBER($parametersWith) }, Мфлоп на изображение { $flopsWith }; без него { NUMBER($parametersWithout) } и { $flopsWithout }: в { $parametersTimes } и в { $flopsTimes } { $flopsTimes ->
        [one] раз
        [many] раз
       *[other] раза
    } больше. Но шаг занял { $msWith } мс со сжатием и { $msWithout } мс без него, в { $times } { $times ->
        [one] раз
        [many] раз
       *[other] раза
    } меньше: на этом устройстве важнее число слоёв.
found-heads = После { $steps } шагов из { $judged } проверочных изображений первая вспомогательная голова узнала { $one } %, вторая { $two } %, softmax в конце { $end } %: глубина уже окупается.
found-heads-middle = После { $steps } шагов из { $judged } проверочных изображений первая вспомогательная голова узнала { $one } %, вторая { $two } %, softmax в конце { $end } %: в начале обучения голова посередине знает больше — градиент доходит до неё более коротким путём.
found-cheap = Параметров у маленькой GoogLeNet { NUMBER($googlenet) }, у LeNet { NUMBER($lenet) }; но одно изображение стоит { $googlenetFlops } Мфлоп вместо { $lenetFlops }, в { $times } { $times ->
        [one] раз
        [many] раз
       *[other] раза
    } больше, и { $googlenetMs } мс вместо { $lenetMs } мс. Свёртка применяет каждый вес в каждом месте.

fig-table = Те же числа таблицей
fig-googlenet = GoogLeNet, слой за слоем
fig-googlenet-which = Какая сеть
fig-googlenet-original = GoogLeNet, 2014
fig-googlenet-labs = из лаборатории, живая
fig-googlenet-press = Нажмите на модуль, чтобы развернуть его четыре ветви; числа на клетках — окна и каналы.
fig-googlenet-heads = Из них { $heads } — во вспомогательных головах, которые после обучения убирают; остаётся { $main }.

fig-net-max = макс.
fig-net-mean = средн.
fig-net-dense = полн.
fig-net-softmax = softmax
fig-net-local-response = LRN
fig-net-batch-norm = BN
fig-net-dropout = dropout
fig-net-concat = concat
fig-net-label = { $name }: { $kind }, даёт { $shape }, параметров { $parameters }
